package io.dreamcacher.diffusion.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which weights draw: a model and the adapters merged into it.
 *
 * @param model a diffusers repository, or a checkpoint of one file
 * @param vae an autoencoder to use instead of the model's: its folder, a repository that has one, or a file
 * @param loras adapters merged into the weights; their sums do not depend on the order
 * @param embeddings textual inversions, each a word more that prompts may use
 */
public record ModelChoice(Path model, Optional<Path> vae, List<Lora> loras, List<Path> embeddings) {

    /** Copies the lists. */
    public ModelChoice {
        loras = List.copyOf(loras);
        embeddings = List.copyOf(embeddings);
    }

    /** A model as it is. */
    public static ModelChoice of(Path model) {
        return new ModelChoice(model, Optional.empty(), List.of(), List.of());
    }

    /**
     * The model with all of it merged in: LoRAs merged into weights, embeddings put into vocabularies, the autoencoder
     * exchanged. Reads configs, vocabularies and headers, no weights.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code NOT_FOUND} or {@code BAD_MODEL} if a file is missing,
     *         cannot be used, or was made for another family of models
     */
    public ModelRepository open() {
        return new ChosenModel(this).open();
    }

    /**
     * A low-rank adapter (Hu et al. 2021).
     *
     * @param file a {@code .safetensors}
     * @param scale what it is multiplied with; finite, may be negative
     */
    public record Lora(Path file, double scale) {
        /** Refuses scales that are no number. */
        public Lora {
            if (!Double.isFinite(scale)) {
                throw new IllegalArgumentException("a scale must be finite, found " + scale);
            }
        }
    }
}
