package io.dreamcacher.cli.commands;

import io.dreamcacher.api.RequestPatch.RenderingPatch;
import io.dreamcacher.api.RequestPatch.SchedulerPatch;
import io.dreamcacher.api.RequestPatch.SettingsPatch;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Flags of every command that makes pictures: how, besides model and prompt. */
final class SettingsFlags {
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
    private ScheduleTypeFlags type = new ScheduleTypeFlags();

    /** What was said. */
    SettingsPatch settings() {
        Optional<ImageSize> given = size.map(ImageSize::parse);
        return new SettingsPatch(negative, given.map(ImageSize::width), given.map(ImageSize::height), steps, guidance,
                new SchedulerPatch(scheduler, type.name(), Optional.empty()), RenderingPatch.NONE);
    }

    /** A model's defaults with what was said. */
    GenerationSettings over(GenerationSettings defaults) {
        return settings().over(defaults);
    }
}
