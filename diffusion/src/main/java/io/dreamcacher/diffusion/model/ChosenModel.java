package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Merges into a model what a choice says. Used once, by one thread. */
final class ChosenModel {
    private static final String UNET = "unet";
    private static final String VAE = "vae";
    private static final String CONFIG = "config.json";
    private static final String ENCODER = "text_encoder";

    private final ModelChoice choice;
    private final ModelRepository repository;
    private final Map<String, NetworkFiles> networks = new LinkedHashMap<>();
    private final Map<String, ClipTokenizer> tokenizers = new HashMap<>();

    ChosenModel(ModelChoice choice) {
        this.choice = choice;
        this.repository = ModelRepository.open(choice.model());
    }

    ModelRepository open() {
        choice.vae().ifPresent(path -> networks.put(VAE, autoencoder(path)));
        if (!choice.loras().isEmpty()) {
            merge();
        }
        if (!choice.embeddings().isEmpty()) {
            teach();
        }
        return networks.isEmpty() ? repository : repository.with(networks, tokenizers, files());
    }

    /** The files merged into the model. */
    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        choice.vae().map(ChosenModel::vaeFiles).ifPresent(files::addAll);
        choice.loras().forEach(lora -> files.add(lora.file()));
        files.addAll(choice.embeddings());
        return files;
    }

    private NetworkFiles autoencoder(Path path) {
        NetworkFiles other = vae(path);
        NetworkFiles own = repository.network(VAE);
        VaeSizes sizes = VaeSizes.read(own.config());
        VaeSizes others = VaeSizes.read(other.config());
        int channels = sizes.latentChannels();
        int factor = sizes.spatialFactor();
        int otherChannels = others.latentChannels();
        int otherFactor = others.spatialFactor();
        if (channels != otherChannels || factor != otherFactor) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "The autoencoder %s must make latents of %d channels, one for %dx%d pixels, as the model's own does; it makes %d, one for %dx%d. Choose one of the model's family."
                            .formatted(other.name(), channels, factor, factor, otherChannels, otherFactor,
                                    otherFactor));
        }
        return other;
    }

    /** The files that say which autoencoder takes the place of a model's own: the file itself, or config and weights of its folder. */
    static List<Path> vaeFiles(Path path) {
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        Path folder = Files.isRegularFile(path.resolve(CONFIG)) ? path : path.resolve(VAE);
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".safetensors") || file.endsWith(CONFIG))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "The autoencoder %s must be readable; listing it failed: %s.".formatted(folder, e.getMessage()), e);
        }
    }

    private NetworkFiles vae(Path path) {
        if (Files.isRegularFile(path.resolve(CONFIG))) {
            return ModelFolder.open(path);
        }
        return path.toString().endsWith(".safetensors") && Files.isRegularFile(path) && StandaloneVae.isOne(path)
                ? loneVae(StandaloneVae.open(path))
                : ModelRepository.open(path).network(VAE);
    }

    /** The model's own config also says what shapes do not tell, if its autoencoder has these shapes. */
    private NetworkFiles loneVae(StandaloneVae file) {
        OriginalFamily family = switch (repository.kind()) {
            case STABLE_DIFFUSION -> OriginalFamily.STABLE_DIFFUSION_1;
            case STABLE_DIFFUSION_XL -> OriginalFamily.STABLE_DIFFUSION_XL;
        };
        ModelConfig told = ModelConfig.of(file.path(), file.config(family));
        ModelConfig own = repository.network(VAE).config();
        return new NetworkFiles.Replaced(file.path().toString(),
                VaeSizes.read(own).equals(VaeSizes.read(told)) ? own : told, file.checkpoint());
    }

    private void merge() {
        Map<String, NetworkFiles> adaptable = new LinkedHashMap<>();
        adaptable.put(UNET, network(UNET));
        encoders().forEach(name -> adaptable.put(name, network(name)));
        networks.putAll(LoraMerge.into(adaptable, choice.loras()
                .stream()
                .map(lora -> new Lora(LoraFile.open(lora.file()), lora.scale()))
                .toList()));
    }

    private void teach() {
        List<String> encoders = encoders();
        TextualInversionMerge taught = new TextualInversionMerge(encoders.stream().map(this::network).toList(),
                repository.tokenizers())
                .with(choice.embeddings().stream().map(TextualInversion::open).toList());
        for (int i = 0; i < encoders.size(); i++) {
            networks.put(encoders.get(i), taught.encoders().get(i));
            tokenizers.put(encoders.get(i).replace(ENCODER, "tokenizer"), taught.tokenizers().get(i));
        }
    }

    private List<String> encoders() {
        List<String> encoders = new ArrayList<>(repository.components());
        encoders.removeIf(name -> !name.startsWith(ENCODER));
        return encoders;
    }

    /** As it is by now. */
    private NetworkFiles network(String component) {
        return Optional.ofNullable(networks.get(component)).orElseGet(() -> repository.network(component));
    }
}
