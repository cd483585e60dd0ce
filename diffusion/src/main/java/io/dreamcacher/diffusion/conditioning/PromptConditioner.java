package io.dreamcacher.diffusion.conditioning;

import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.network.ClipTextModel;
import io.dreamcacher.diffusion.network.ClipTextModel.ClipDimensions;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.request.ImageSize;
import java.util.List;

/**
 * The text side of a pipeline: tokenizers and text encoders. Thread-safe; owns its networks.
 *
 * <p>
 * As in diffusers, a clip skip is the prompt's alone: the negative prompt always has the states of all layers. (To
 * AUTOMATIC1111 it is both prompts', and its number is one more.)
 */
public sealed interface PromptConditioner extends AutoCloseable permits ClipConditioner, DualClipConditioner {
    /**
     * Loads the text encoders of a repository.
     *
     * @param tokenizers as many as the repository's pipeline has, the first one's first
     * @throws DreamCacherException {@code BAD_MODEL} if a network cannot be used
     */
    static PromptConditioner load(ModelRepository repository, List<ClipTokenizer> tokenizers,
            SessionSettings settings) {
        ClipTextModel first = ClipTextModel.load(repository.network("text_encoder"), settings);
        return switch (repository.kind()) {
            case STABLE_DIFFUSION -> new ClipConditioner(tokenizers.getFirst(), first);
            case STABLE_DIFFUSION_XL -> {
                try {
                    ClipTextModel second = ClipTextModel.load(repository.network("text_encoder_2"), settings);
                    yield new DualClipConditioner(tokenizers, List.of(first, second), repository.zerosForEmptyPrompt());
                } catch (RuntimeException e) {
                    first.close();
                    throw e;
                }
            }
        };
    }

    /** How many layers a clip skip can leave out in a repository's model; reads configs only. */
    static int largestClipSkip(ModelRepository repository) {
        int layers = layers(repository, "text_encoder");
        return switch (repository.kind()) {
            case STABLE_DIFFUSION -> layers;
            case STABLE_DIFFUSION_XL -> Math.min(layers, layers(repository, "text_encoder_2"))
                    - DualClipConditioner.SKIPPED_ALWAYS;
        };
    }

    private static int layers(ModelRepository repository, String encoder) {
        return ClipDimensions.read(repository.network(encoder).config()).layers();
    }

    /**
     * Refuses a clip skip that a model has not the layers for.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} with both numbers
     */
    static void requireClipSkip(int clipSkip, int largest) {
        if (clipSkip > largest) {
            throw DreamCacherException.badRequest(
                    "clipSkip must be at most %d, which is what this model's text encoder can leave out; %d was given."
                            .formatted(largest, clipSkip));
        }
    }

    /** Width of the text states it makes. */
    int width();

    /** How many layers a clip skip can leave out. */
    int largestClipSkip();

    /**
     * What a text tells the U-Net about an image of a size; a batch of one.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if the clip skip is beyond {@link #largestClipSkip()}
     */
    TextConditioning encode(String text, ImageSize size, PromptOptions options);

    /**
     * What a prompt and its negative prompt tell it, in as many states the one as the other: where one of them has fewer
     * chunks, chunks without text are added.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if the clip skip is beyond {@link #largestClipSkip()}
     */
    PromptEmbeddings encode(Prompt prompt, ImageSize size, PromptOptions options);

    /** Stops the encoding that other threads have begun: it fails with {@code CANCELLED}. */
    void interrupt();

    @Override
    void close();
}
