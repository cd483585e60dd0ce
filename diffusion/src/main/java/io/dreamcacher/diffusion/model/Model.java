package io.dreamcacher.diffusion.model;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * Whatever lies in a folder or file: a text-to-image model, or a network by itself. The one place that tells them apart; it
 * reads configs, no weights. Immutable and thread-safe.
 */
public sealed interface Model {
    /** Kinds of models that can be used, told by their configs. */
    enum Family {
        /** Stable Diffusion 1.x: a text encoder with quick_gelu. */
        SD_1("SD 1.x"),
        /** Stable Diffusion 2.x: a text encoder of OpenCLIP, with gelu. */
        SD_2("SD 2.x"),
        /** Stable Diffusion XL: two text encoders. */
        SDXL("SDXL"),
        /** Text and image tower for search. */
        CLIP("CLIP"),
        /** An autoencoder by itself. */
        VAE("VAE");

        private final String title;

        Family(String title) {
            this.title = title;
        }

        /** What a person calls it. */
        public String title() {
            return title;
        }
    }

    /** What it is. */
    Family family();

    /**
     * Its networks by the names of their components.
     *
     * @throws DreamCacherException {@code BAD_MODEL} if files of one are missing
     */
    Map<String, NetworkFiles> networks();

    /**
     * The files that its identity depends on, by names that stay the same wherever it lies.
     *
     * @throws DreamCacherException {@code BAD_MODEL} if a component is missing
     */
    SortedMap<String, Path> files();

    /**
     * Opens whatever a folder or file is.
     *
     * @throws DreamCacherException {@code BAD_MODEL} or {@code NOT_FOUND} if it is no model that can be used
     */
    static Model open(Path path) {
        return isAlone(path) ? alone(path) : new Pipeline(ModelRepository.open(path));
    }

    /**
     * Whether the files of a folder are those of a CLIP that was exported to ONNX.
     *
     * @param names of the files directly in the folder
     */
    static boolean isExportedClip(Collection<String> names) {
        return ClipExport.isOne(names);
    }

    /** A folder with a network of its own, or with what goes with one, and not with several of a pipeline. */
    private static boolean isAlone(Path path) {
        return !Files.exists(path.resolve("model_index.json")) && (ClipExport.isOne(path)
                || Files.exists(path.resolve("config.json")) || Files.exists(path.resolve(Clip.PREPROCESSOR)));
    }

    private static Model alone(Path path) {
        Path file = path.resolve("config.json");
        if (ClipExport.isOne(path) || !Files.exists(file)) {
            return new Clip(path);
        }
        ModelConfig config = ModelConfig.read(file);
        List<String> classes = config.texts("architectures", List.of());
        if (classes.stream().anyMatch(Clip.CLASSES::contains)
                || config.text("model_type").filter(type -> type.startsWith("clip")).isPresent()) {
            return new Clip(path);
        }
        if (config.text("_class_name").filter("AutoencoderKL"::equals).isPresent()) {
            return new Autoencoder(ModelFolder.open(path));
        }
        throw new DreamCacherException(FailureCategory.BAD_MODEL,
                "A network by itself must be a CLIPModel or an AutoencoderKL; the config.json of %s names %s. Give the whole model, with its model_index.json."
                        .formatted(path, config.text("_class_name").orElse(classes.toString())));
    }

    /**
     * A text-to-image model.
     *
     * @param repository its files
     */
    record Pipeline(ModelRepository repository) implements Model {
        @Override
        public Family family() {
            return switch (repository.kind()) {
                case STABLE_DIFFUSION_XL -> Family.SDXL;
                case STABLE_DIFFUSION -> isOpenClip() ? Family.SD_2 : Family.SD_1;
            };
        }

        private boolean isOpenClip() {
            return repository.network("text_encoder").config().text("hidden_act").filter("gelu"::equals).isPresent();
        }

        @Override
        public Map<String, NetworkFiles> networks() {
            Map<String, NetworkFiles> networks = new LinkedHashMap<>();
            for (String component : repository.components()) {
                if (!component.equals("scheduler") && !component.startsWith("tokenizer")) {
                    networks.put(component, repository.network(component));
                }
            }
            return networks;
        }

        @Override
        public SortedMap<String, Path> files() {
            return repository.files();
        }
    }

    /**
     * A CLIP: weights and config as transformers writes them, or ONNX graphs of its towers.
     *
     * @param path its folder
     */
    record Clip(Path path) implements Model {
        private static final String PREPROCESSOR = "preprocessor_config.json";
        private static final Set<String> CLASSES = Set.of("CLIPModel", "CLIPTextModel", "CLIPTextModelWithProjection");

        /**
         * Its towers.
         *
         * @throws DreamCacherException {@code BAD_MODEL} if it has no config.json or no weights that can be read
         */
        public NetworkFiles network() {
            return ClipExport.isOne(path) ? new ClipExport(path).network() : ModelFolder.open(path);
        }

        /** What tells how images are prepared for the image tower; an export may lack it. */
        public Path preprocessor() {
            return path.resolve(PREPROCESSOR);
        }

        @Override
        public Family family() {
            return Family.CLIP;
        }

        @Override
        public Map<String, NetworkFiles> networks() {
            return Map.of("clip", network());
        }

        @Override
        public SortedMap<String, Path> files() {
            return ClipExport.isOne(path) ? ModelFiles.exportedBelow(path) : ModelFiles.below(path);
        }
    }

    /**
     * An autoencoder.
     *
     * @param folder its files
     */
    record Autoencoder(ModelFolder folder) implements Model {
        @Override
        public Family family() {
            return Family.VAE;
        }

        @Override
        public Map<String, NetworkFiles> networks() {
            return Map.of("vae", folder);
        }

        @Override
        public SortedMap<String, Path> files() {
            return ModelFiles.below(folder.path());
        }
    }
}
