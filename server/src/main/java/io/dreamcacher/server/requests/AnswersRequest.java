package io.dreamcacher.server.requests;

import io.dreamcacher.request.MemoryUse;
import java.util.Optional;

/**
 * Body of a request for pictures; what is absent has the model's default.
 *
 * @param prompt must be there, may be empty
 * @param model one the service offers; the owner may name any folder
 * @param negativePrompt what to steer away from
 * @param width in pixels
 * @param height in pixels
 * @param steps number of denoising steps
 * @param guidanceScale weight of guidance
 * @param scheduler one the model knows, such as {@code dpmpp-2m-karras}, or its name in diffusers or AUTOMATIC1111
 * @param sigmas spacing of the noise levels ({@code karras}, {@code exponential}, {@code beta}), added to the scheduler
 * @param seed only a picture of this seed will do; absent means any
 * @param variation only a picture this caller has not seen will do
 * @param count number of pictures, 1 when absent
 * @param memory how the memory is used, READ_AND_REMEMBER when absent
 * @param conditioning how the prompt is read
 * @param start the picture to start from
 */
public record AnswersRequest(Optional<String> prompt, Optional<String> model, Optional<String> negativePrompt,
        Optional<Integer> width, Optional<Integer> height, Optional<Integer> steps, Optional<Double> guidanceScale,
        Optional<String> scheduler, Optional<String> sigmas, Optional<Long> seed, Optional<Boolean> variation,
        Optional<Integer> count, Optional<MemoryUse> memory, Optional<ConditioningJson> conditioning,
        Optional<StartJson> start) {

    /** A request that only has a prompt. */
    public static AnswersRequest of(String prompt) {
        return new AnswersRequest(Optional.of(prompt), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty());
    }
}
