package io.dreamcacher.cli.commands;

import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Flags of every command that makes pictures: how, besides model and prompt. */
final class DrawFlags {
    @Option(names = "--negative", paramLabel = "TEXT", description = "What to steer away from.")
    private Optional<String> negative;

    @Option(names = "--size", paramLabel = "WxH", description = "Size in pixels, divisible by 8.")
    private Optional<String> size;

    @Option(names = "--steps", paramLabel = "N", description = "Denoising steps.")
    private Optional<Integer> steps;

    @Option(names = "--guidance", paramLabel = "X", description = "Weight of the prompt (guidance scale).")
    private Optional<Double> guidance;

    @Option(names = "--scheduler", paramLabel = "NAME", description = "The sampler, such as dpmpp-2m-karras, or its name in diffusers or AUTOMATIC1111.")
    private Optional<String> scheduler;

    @ArgGroup
    private SigmaFlags sigmas = new SigmaFlags();

    Optional<String> negative() {
        return negative;
    }

    Optional<ImageSize> size() {
        return size.map(ImageSize::parse);
    }

    Optional<Integer> steps() {
        return steps;
    }

    Optional<Double> guidance() {
        return guidance;
    }

    Optional<String> scheduler() {
        return scheduler;
    }

    /** The spacing of the noise levels that ends a scheduler's name. */
    Optional<String> sigmas() {
        return sigmas.name();
    }

    /** A model's defaults with what was said. */
    GenerationSettings over(GenerationSettings defaults) {
        GenerationSettings settings = negative.map(defaults::withNegativePrompt).orElse(defaults);
        settings = size().map(settings::withSize).orElse(settings);
        settings = steps.map(settings::withSteps).orElse(settings);
        settings = guidance.map(settings::withGuidanceScale).orElse(settings);
        return settings.withScheduler(sigmas.over(scheduler.orElse(settings.scheduler())));
    }
}
