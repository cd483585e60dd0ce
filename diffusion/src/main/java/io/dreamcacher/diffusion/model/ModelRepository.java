package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.scheduler.SchedulerConfig;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.request.ImageSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * A text-to-image model, however its files are laid out. Opening one reads configs, no weights. Immutable and
 * thread-safe.
 */
public sealed interface ModelRepository
        permits DiffusersRepository, OneFileRepository, OnnxRepository, AdaptedRepository {

    /** The pipelines that can be run. */
    enum Kind {
        /** Stable Diffusion 1.x and 2.x. */
        STABLE_DIFFUSION,
        /** Stable Diffusion XL, with two text encoders. */
        STABLE_DIFFUSION_XL
    }

    /**
     * Opens a model: a folder in the diffusers layout, with weights or ONNX files, or a {@code .safetensors} file with
     * all networks in it.
     *
     * @throws DreamCacherException {@code NOT_FOUND} if there is nothing, {@code BAD_MODEL} if it is no model that is
     *         supported, saying what it is and what to do
     */
    static ModelRepository open(Path path) {
        if (!Files.isRegularFile(path)) {
            return OnnxRepository.isOne(path) ? OnnxRepository.open(path) : DiffusersRepository.open(path);
        }
        String name = path.toString();
        if (name.endsWith(".safetensors")) {
            return OneFileRepository.open(path);
        }
        throw new DreamCacherException(FailureCategory.BAD_MODEL,
                "A model in one file must be a .safetensors file; found %s%s. Get the safetensors version of this model."
                        .formatted(path,
                                ModelFiles.isPickled(name) ? ", which is pickled and can run code when read" : ""));
    }

    /** The folder or file. */
    Path path();

    /** Which pipeline it is for. */
    Kind kind();

    /** How the model is best used. */
    SuggestedSettings settings();

    /** Whether SDXL's missing negative prompt stands for zeros instead of the encoded empty text. */
    boolean zerosForEmptyPrompt();

    /** Names of the components that make images, sorted; a safety checker is none of them. */
    default List<String> components() {
        return switch (kind()) {
            case STABLE_DIFFUSION -> List.of("scheduler", "text_encoder", "tokenizer", "unet", "vae");
            case STABLE_DIFFUSION_XL -> List.of("scheduler", "text_encoder", "text_encoder_2", "tokenizer",
                    "tokenizer_2", "unet", "vae");
        };
    }

    /**
     * A component that is a network, such as {@code unet}.
     *
     * @throws DreamCacherException {@code BAD_MODEL} if there is none, or its files are incomplete
     */
    NetworkFiles network(String component);

    /**
     * A component that is a tokenizer, {@code tokenizer} or {@code tokenizer_2}; it cleans texts as transformers does.
     *
     * @throws DreamCacherException {@code BAD_MODEL} if there is none, or its files are incomplete
     */
    ClipTokenizer tokenizer(String component);

    /** All tokenizers, the first one's first. */
    default List<ClipTokenizer> tokenizers() {
        return components().stream().filter(name -> name.startsWith("tokenizer")).map(this::tokenizer).toList();
    }

    /**
     * The same model with other networks and tokenizers, by the names of their components; the rest stays as it is.
     * {@link #files()} stays too: what is merged into a model has files of its own.
     *
     * @param adapterFiles files that the others are made of, in use from now on
     */
    default ModelRepository with(Map<String, NetworkFiles> networks, Map<String, ClipTokenizer> tokenizers,
            List<Path> adapterFiles) {
        return new AdaptedRepository(this, networks, tokenizers, adapterFiles);
    }

    /** Whether a component is not as it lies in the model's own files. */
    default boolean isReplaced(String component) {
        return false;
    }

    /**
     * The model's scheduler.
     *
     * @throws DreamCacherException {@code BAD_MODEL} if it is missing or not supported
     */
    SchedulerConfig scheduler();

    /**
     * What is written of the scheduler, by the keys of its scheduler_config.json.
     *
     * @throws DreamCacherException {@code BAD_MODEL} if it is missing
     */
    ModelConfig schedulerSettings();

    /**
     * The files that the model's identity depends on, by names that stay the same wherever the model lies.
     *
     * @throws DreamCacherException {@code BAD_MODEL} if a component is missing
     */
    SortedMap<String, Path> files();

    /**
     * The files that must stay as they are as long as the model is used: its own, and those merged into it.
     *
     * @throws DreamCacherException {@code BAD_MODEL} if a component is missing
     */
    default List<Path> filesInUse() {
        return List.copyOf(files().values());
    }

    /**
     * What {@code dreamcacher.json} beside model_index.json says of how a model is best used. The file is optional, and so
     * is each of its keys: {@code steps}, {@code guidanceScale}, {@code scheduler}, {@code width} with {@code height},
     * {@code clip}.
     *
     * @param steps denoising steps; 50, as in diffusers, if the file is silent
     * @param guidanceScale of classifier-free guidance; 7.5, as in diffusers, if the file is silent
     * @param scheduler short name of the sampler; empty means the repository's own
     * @param size of images; empty means the size the U-Net was trained for
     * @param clip folder of the CLIP that goes with the model; empty if none does
     */
    record SuggestedSettings(int steps, double guidanceScale, Optional<String> scheduler, Optional<ImageSize> size,
            Optional<Path> clip) {

        /** Name of the file. */
        public static final String FILE_NAME = "dreamcacher.json";

        private static final int STEPS = 50;
        private static final double GUIDANCE_SCALE = 7.5;
        /** As in a request. */
        private static final int MOST_GUIDANCE = 100;
        private static final Set<String> KEYS = Set.of("steps", "guidanceScale", "scheduler", "width", "height",
                "clip");

        static SuggestedSettings read(Path repository) {
            Path file = repository.resolve(FILE_NAME);
            if (!Files.exists(file)) {
                return new SuggestedSettings(STEPS, GUIDANCE_SCALE, Optional.empty(), Optional.empty(),
                        Optional.empty());
            }
            ModelConfig config = ModelConfig.read(file);
            requireKnownKeys(config);
            double guidanceScale = config.number("guidanceScale", GUIDANCE_SCALE);
            if (!(guidanceScale >= 0) || guidanceScale > MOST_GUIDANCE) {
                throw config.mustBe("guidanceScale", "a number from 0 to " + MOST_GUIDANCE);
            }
            return new SuggestedSettings(config.positive("steps", STEPS), guidanceScale, config.text("scheduler"),
                    size(config), config.text("clip").map(path -> repository.resolve(path).normalize()));
        }

        private static void requireKnownKeys(ModelConfig config) {
            for (String key : config.keys()) {
                if (!KEYS.contains(key)) {
                    throw new DreamCacherException(FailureCategory.BAD_MODEL,
                            "Keys of %s must be among %s; found %s. Correct or remove it."
                                    .formatted(config.file(), KEYS.stream().sorted().toList(), key));
                }
            }
        }

        private static Optional<ImageSize> size(ModelConfig config) {
            if (config.has("width") != config.has("height")) {
                throw config.mustBe(config.has("width") ? "height" : "width", "given, as the other side is");
            }
            return config.has("width")
                    ? Optional.of(new ImageSize(config.positive("width", 1), config.positive("height", 1)))
                    : Optional.empty();
        }
    }
}
