package io.dreamcacher.diffusion.repository;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A text-to-image model as diffusers lays it out: {@code model_index.json} names the pipeline and its components, each
 * in a folder of its own. Opening one reads no weights. Immutable and thread-safe.
 */
public final class DiffusersRepository {
    private static final String INDEX = "model_index.json";

    /** The pipelines that can be run. */
    public enum Kind {
        /** Stable Diffusion 1.x and 2.x. */
        STABLE_DIFFUSION("StableDiffusionPipeline"),
        /** Stable Diffusion XL, with two text encoders. */
        STABLE_DIFFUSION_XL("StableDiffusionXLPipeline");

        private final String className;

        Kind(String className) {
            this.className = className;
        }
    }

    private final Path path;
    private final ModelConfig index;
    private final Kind kind;
    private final SuggestedSettings settings;

    private DiffusersRepository(Path path, ModelConfig index, Kind kind, SuggestedSettings settings) {
        this.path = path;
        this.index = index;
        this.kind = kind;
        this.settings = settings;
    }

    /**
     * Opens a repository.
     *
     * @throws DreamCacherException {@code NOT_FOUND} if there is no folder, {@code BAD_MODEL} if it is no repository of
     *         a supported pipeline
     */
    public static DiffusersRepository open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "A model must be a folder with %s; %s is %s. Check the path."
                            .formatted(INDEX, folder, Files.exists(folder) ? "a file" : "not there"));
        }
        if (!Files.exists(folder.resolve(INDEX))) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "A text-to-image model must have a %s; %s has none. %s".formatted(INDEX, folder,
                            Files.exists(folder.resolve("config.json"))
                                    ? "It holds a single network; a CLIP is given as --clip."
                                    : "Check that it is a model in the diffusers layout."));
        }
        ModelConfig index = ModelConfig.read(folder.resolve(INDEX));
        return new DiffusersRepository(folder, index, kind(index), SuggestedSettings.read(folder));
    }

    private static Kind kind(ModelConfig index) {
        String className = index.text("_class_name").orElse("");
        for (Kind kind : Kind.values()) {
            if (kind.className.equals(className)) {
                return kind;
            }
        }
        throw index.mustBe("_class_name",
                Kind.STABLE_DIFFUSION.className + " or " + Kind.STABLE_DIFFUSION_XL.className);
    }

    /** The repository's folder. */
    public Path path() {
        return path;
    }

    /** Which pipeline it is for. */
    public Kind kind() {
        return kind;
    }

    /** How the model is best used. */
    public SuggestedSettings settings() {
        return settings;
    }

    /** Whether SDXL's missing negative prompt stands for zeros instead of the encoded empty text. */
    public boolean zerosForEmptyPrompt() {
        return index.flag("force_zeros_for_empty_prompt", true);
    }

    /** Names of the components that make pictures, sorted; a safety checker is none of them. */
    public List<String> components() {
        return switch (kind) {
            case STABLE_DIFFUSION -> List.of("scheduler", "text_encoder", "tokenizer", "unet", "vae");
            case STABLE_DIFFUSION_XL -> List.of("scheduler", "text_encoder", "text_encoder_2", "tokenizer",
                    "tokenizer_2", "unet", "vae");
        };
    }

    /**
     * The folder of a component, such as {@code tokenizer}.
     *
     * @throws DreamCacherException {@code BAD_MODEL} if there is none
     */
    public Path folder(String component) {
        Path folder = path.resolve(component);
        if (!Files.isDirectory(folder)) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "%s of a %s must have the folders %s; %s is missing. Check that the download is complete."
                            .formatted(path, kind.className, String.join(", ", components()), component));
        }
        return folder;
    }

    /** A component that is a network. */
    public ModelFolder network(String component) {
        return ModelFolder.open(folder(component));
    }
}
