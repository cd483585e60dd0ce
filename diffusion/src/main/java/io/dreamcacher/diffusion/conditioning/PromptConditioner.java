package io.dreamcacher.diffusion.conditioning;

import io.dreamcacher.diffusion.conditioning.DualClipConditioner.Tower;
import io.dreamcacher.diffusion.network.ClipTextModel;
import io.dreamcacher.diffusion.onnx.SessionSettings;
import io.dreamcacher.diffusion.repository.ModelRepository;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.request.ImageSize;
import java.util.List;

/** The text side of a pipeline: tokenizers and text encoders. Thread-safe; owns its networks. */
public sealed interface PromptConditioner extends AutoCloseable permits ClipConditioner, DualClipConditioner {
    /**
     * Loads the text encoders of a repository.
     *
     * @param tokenizers as many as the repository's pipeline has, the first one's first
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} if a network cannot be used
     */
    static PromptConditioner load(ModelRepository repository, List<ClipTokenizer> tokenizers,
            SessionSettings settings) {
        ClipTextModel first = ClipTextModel.load(repository.network("text_encoder"), settings);
        return switch (repository.kind()) {
            case STABLE_DIFFUSION -> new ClipConditioner(tokenizers.getFirst(), first);
            case STABLE_DIFFUSION_XL -> {
                try {
                    ClipTextModel second = ClipTextModel.load(repository.network("text_encoder_2"), settings);
                    yield new DualClipConditioner(new Tower(tokenizers.get(0), first),
                            new Tower(tokenizers.get(1), second), repository.zerosForEmptyPrompt());
                } catch (RuntimeException e) {
                    first.close();
                    throw e;
                }
            }
        };
    }

    /** Width of the text states it makes. */
    int width();

    /** What a prompt tells the U-Net about a picture of a size; a batch of one. */
    TextConditioning positive(String prompt, ImageSize size);

    /** What a negative prompt tells it; the empty one stands for "anything". */
    TextConditioning negative(String prompt, ImageSize size);

    @Override
    void close();
}
