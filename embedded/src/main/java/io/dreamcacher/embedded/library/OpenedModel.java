package io.dreamcacher.embedded.library;

import io.dreamcacher.diffusion.model.ClipExport;
import io.dreamcacher.diffusion.model.ModelConfig;
import io.dreamcacher.diffusion.model.ModelFolder;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.model.NetworkFiles;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model with its configs read: a pipeline, or a network by itself. */
sealed interface OpenedModel {
    /** What it is. */
    Family family();

    /** Its networks by the names of their components. */
    Map<String, NetworkFiles> networks();

    /**
     * Opens whatever a folder or file is.
     *
     * @throws DreamCacherException {@code BAD_MODEL} or {@code NOT_FOUND} if it is no model that can be used
     */
    static OpenedModel open(Path path) {
        if (ClipExport.isOne(path)) {
            return new Export(new ClipExport(path));
        }
        boolean lonely = Files.isRegularFile(path.resolve("config.json"))
                && !Files.isRegularFile(path.resolve("model_index.json"));
        return lonely ? Network.open(path) : new Pipeline(ModelRepository.open(path));
    }

    /** A text-to-image model. */
    record Pipeline(ModelRepository repository) implements OpenedModel {
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
    }

    /** A CLIP that was exported to ONNX. */
    record Export(ClipExport clip) implements OpenedModel {
        @Override
        public Family family() {
            return Family.CLIP;
        }

        @Override
        public Map<String, NetworkFiles> networks() {
            return Map.of("clip", clip.network());
        }
    }

    /** A folder with one network. */
    record Network(Family family, ModelFolder folder) implements OpenedModel {
        static Network open(Path path) {
            ModelFolder folder = ModelFolder.open(path);
            ModelConfig config = folder.config();
            List<String> classes = config.texts("architectures", List.of());
            if (classes.contains("CLIPModel") || config.text("model_type").filter("clip"::equals).isPresent()) {
                return new Network(Family.CLIP, folder);
            }
            if (config.text("_class_name").filter("AutoencoderKL"::equals).isPresent()) {
                return new Network(Family.VAE, folder);
            }
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "A network by itself must be a CLIPModel or an AutoencoderKL; the config.json of %s names %s. Give the whole model, with its model_index.json."
                            .formatted(path, config.text("_class_name").orElse(classes.toString())));
        }

        @Override
        public Map<String, NetworkFiles> networks() {
            return Map.of(family == Family.CLIP ? "clip" : "vae", folder);
        }
    }
}
