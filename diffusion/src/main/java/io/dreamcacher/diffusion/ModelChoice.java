package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.inversion.TaughtModel;
import io.dreamcacher.diffusion.inversion.TextualInversion;
import io.dreamcacher.diffusion.lora.LoraFile;
import io.dreamcacher.diffusion.lora.LoraMerge;
import io.dreamcacher.diffusion.repository.ModelRepository;
import io.dreamcacher.diffusion.repository.NetworkFiles;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which weights draw: a model and what is laid over it.
 *
 * @param model a diffusers repository, or a checkpoint of one file
 * @param vae an autoencoder to use instead of the model's: its folder, a repository that has one, or a file
 * @param loras adapters merged into the weights; their sums do not depend on the order
 * @param embeddings textual inversions, each a word more that prompts may use
 */
public record ModelChoice(Path model, Optional<Path> vae, List<Lora> loras, List<Path> embeddings) {

    private static final String UNET = "unet";

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
     * The model with LoRAs merged into its weights and embeddings put into its vocabularies. Reads configs, vocabularies
     * and headers, no weights.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code NOT_FOUND} or {@code BAD_MODEL} if a file is missing,
     *         cannot be used, or was made for another family of models
     */
    public ModelRepository open() {
        ModelRepository repository = ModelRepository.open(model);
        if (loras.isEmpty() && embeddings.isEmpty()) {
            return repository;
        }
        List<String> encoders = repository.components()
                .stream()
                .filter(name -> name.startsWith("text_encoder"))
                .toList();
        Map<String, NetworkFiles> networks = new LinkedHashMap<>();
        networks.put(UNET, repository.network(UNET));
        encoders.forEach(name -> networks.put(name, repository.network(name)));
        Map<String, NetworkFiles> merged = new LinkedHashMap<>(LoraMerge.into(networks, loras.stream()
                .map(lora -> new io.dreamcacher.diffusion.lora.Lora(LoraFile.open(lora.file()), lora.scale()))
                .toList()));
        TaughtModel taught = new TaughtModel(encoders.stream().map(name -> network(merged, name)).toList(),
                repository.tokenizers()).with(embeddings.stream().map(TextualInversion::open).toList());
        Map<String, ClipTokenizer> tokenizers = new HashMap<>();
        for (int i = 0; i < encoders.size(); i++) {
            merged.put(encoders.get(i), taught.encoders().get(i));
            tokenizers.put(encoders.get(i).replace("text_encoder", "tokenizer"), taught.tokenizers().get(i));
        }
        return repository.with(merged, tokenizers);
    }

    private static NetworkFiles network(Map<String, NetworkFiles> networks, String name) {
        return Optional.ofNullable(networks.get(name)).orElseThrow();
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
