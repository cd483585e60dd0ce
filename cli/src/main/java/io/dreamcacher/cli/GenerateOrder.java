package io.dreamcacher.cli;

import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.MemoryUse;
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
record GenerateOrder(String prompt, Optional<String> model, Optional<String> negativePrompt, Optional<ImageSize> size,
        Optional<Integer> steps, Optional<Double> guidanceScale, Optional<String> scheduler, Optional<String> sigmas,
        Conditioning conditioning, Optional<StartFiles> start, Optional<Long> seed, int count, MemoryUse memory) {
    /** The sampler's whole name. */
    String schedulerOr(String usual) {
        return SigmaFlags.ended(scheduler.orElse(usual), sigmas);
    }

    /** A picture by the defaults. */
    static GenerateOrder of(String prompt, Optional<String> model) {
        return new GenerateOrder(prompt, model, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Conditioning.NONE, Optional.empty(), Optional.empty(), 1,
                MemoryUse.READ_AND_REMEMBER);
    }
}
