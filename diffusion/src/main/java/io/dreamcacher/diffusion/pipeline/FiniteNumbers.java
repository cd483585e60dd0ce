package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.conditioning.PromptEmbeddings;
import io.dreamcacher.diffusion.conditioning.TextConditioning;
import io.dreamcacher.diffusion.model.Finite;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Refuses infinities and NaN wherever a network hands numbers on: a picture made of them is black, and would be remembered.
 * Only when there are some are weights searched for what is to blame.
 *
 * @param repository the model
 */
record FiniteNumbers(ModelRepository repository) {
    private static final List<String> ENCODERS = List.of("text_encoder", "text_encoder_2");

    /** What the text encoders made of a prompt. */
    PromptEmbeddings checked(PromptEmbeddings prompt) {
        Stream.of(prompt.positive(), prompt.negative())
                .flatMap(FiniteNumbers::tensors)
                .forEach(states -> require(states.values(), "The text states of the prompt",
                        ENCODERS.stream().filter(repository.components()::contains).toList()));
        return prompt;
    }

    private static Stream<FloatTensor> tensors(TextConditioning text) {
        return Stream.concat(Stream.of(text.textStates()), text.sizes().map(sizes -> sizes.pooledText()).stream());
    }

    /** Latents of a start picture or of noise, before the first step. */
    void requireStart(FloatTensor latents) {
        require(latents.values(), "The latents before the first step", List.of("vae"));
    }

    /** Latents after a step. */
    void requireStep(float[] latents, int step, int total) {
        require(latents, "The latents after step %d of %d".formatted(step, total), List.of("unet"));
    }

    /** A decoded picture. */
    FloatTensor decoded(FloatTensor picture) {
        require(picture.values(), "The decoded picture", List.of("vae"));
        return picture;
    }

    private void require(float[] values, String what, List<String> networks) {
        OptionalInt index = Finite.firstOther(values);
        if (index.isEmpty()) {
            return;
        }
        String found = "%s must be made of finite numbers; number %d is %s. ".formatted(what, index.orElseThrow(),
                values[index.orElseThrow()]);
        Optional<String> problem = networks.stream()
                .flatMap(network -> repository.network(network).problem().stream())
                .findFirst();
        throw new DreamCacherException(problem.isPresent() ? FailureCategory.BAD_MODEL : FailureCategory.BAD_REQUEST,
                found + problem.orElse(
                        "The weights of %s are finite, so something grew too large: choose a smaller guidance scale, or smaller scales of LoRAs and weights in the prompt."
                                .formatted(repository.path())));
    }
}
