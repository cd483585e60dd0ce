package io.dreamcacher.cli.client;

import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.InitImage;
import io.dreamcacher.request.MemoryUse;
import io.dreamcacher.request.SeedIntent;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code generate} was told; what it was not told is the model's default.
 *
 * @param prompt what to draw
 * @param model name or folder
 * @param negativePrompt what to steer away from
 * @param size of the picture
 * @param steps of denoising
 * @param guidanceScale weight of the prompt
 * @param scheduler short name
 * @param sigmas spacing of the noise levels, which ends a scheduler's name
 * @param conditioning how the prompt is read
 * @param start what the picture is made from
 * @param seed fixed seed
 * @param count number of pictures
 * @param memory how the memory is used
 */
public record GenerateOrder(String prompt, Optional<String> model, Optional<String> negativePrompt,
        Optional<ImageSize> size,
        Optional<Integer> steps, Optional<Double> guidanceScale, Optional<String> scheduler, Optional<String> sigmas,
        Conditioning conditioning, Optional<StartFiles> start, Optional<Long> seed, int count, MemoryUse memory) {
    /** The sampler's whole name. */
    String schedulerOr(String usual) {
        return ended(scheduler.orElse(usual), sigmas);
    }

    /** A scheduler's name with its spacing. */
    public static String ended(String scheduler, Optional<String> spacing) {
        return spacing.map(end -> scheduler + "-" + end).orElse(scheduler);
    }

    /** A picture by the defaults. */
    public static GenerateOrder of(String prompt, Optional<String> model) {
        return new GenerateOrder(prompt, model, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Conditioning.NONE, Optional.empty(), Optional.empty(), 1,
                MemoryUse.READ_AND_REMEMBER);
    }

    /**
     * The request, with nothing left open.
     *
     * @param model that draws
     * @param defaults of the model
     * @param dataFolder that a remembered picture to start from lies in
     */
    GenerationRequest request(String model, GenerationSettings defaults, Path dataFolder) {
        GenerationSettings settings = negativePrompt.map(defaults::withNegativePrompt).orElse(defaults);
        settings = size.map(settings::withSize).orElse(settings);
        settings = steps.map(settings::withSteps).orElse(settings);
        settings = guidanceScale.map(settings::withGuidanceScale).orElse(settings);
        settings = settings.withScheduler(schedulerOr(settings.scheduler())).withConditioning(conditioning);
        GenerationRequest request = new GenerationRequest(prompt, model, settings,
                seed.map(SeedIntent::of).orElse(SeedIntent.ANY), count, memory);
        return start.map(given -> request.withInitImage(image(given, dataFolder), given.strength())).orElse(request);
    }

    private static InitImage image(StartFiles start, Path dataFolder) {
        return new InitImage(ImageFileReader.DEFAULT.read(start.pictureIn(dataFolder)),
                start.mask().map(ImageFileReader.DEFAULT::read));
    }
}
