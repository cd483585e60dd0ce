package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.model.ModelRepository.SuggestedSettings;
import io.dreamcacher.diffusion.scheduler.SchedulerConfig;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.diffusion.tokenizer.TextCleaning;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A text-to-image model in one {@code .safetensors} file. Configs are derived from the file; a folder of configs in the
 * diffusers layout, without weights, may replace any of them. Unless another is given, that is the folder {@code
 * NAME.config} beside {@code NAME.safetensors}. Immutable and thread-safe.
 */
final class OneFileRepository implements ModelRepository {
    private static final String SUFFIX = ".safetensors";
    /** Takes the file's place in the model's identity, so that renaming it makes no other model. */
    private static final String FILE_NAME = "model.safetensors";
    private static final int VOCABULARY_SIZE = 49_408;

    private final OriginalCheckpoint checkpoint;
    private final Path configs;

    private OneFileRepository(OriginalCheckpoint checkpoint, Path configs) {
        this.checkpoint = checkpoint;
        this.configs = configs;
    }

    /**
     * Opens a model, with the folder of configs beside it if there is one.
     *
     * @throws DreamCacherException {@code NOT_FOUND} if there is no file, {@code BAD_MODEL} if it is no such model
     */
    public static OneFileRepository open(Path file) {
        String name = String.valueOf(file.getFileName());
        String stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        return new OneFileRepository(OriginalCheckpoint.open(file), file.resolveSibling(stem + ".config"));
    }

    /**
     * Opens a model with configs from a folder, such as a diffusers repository.
     *
     * @throws DreamCacherException {@code NOT_FOUND} if there is no file or no folder, {@code BAD_MODEL} if it is no such
     *         model
     */
    public static OneFileRepository open(Path file, Path configs) {
        if (!Files.isDirectory(configs)) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "The configs of %s must be a folder in the diffusers layout; %s is none. Check the path."
                            .formatted(file, configs));
        }
        return new OneFileRepository(OriginalCheckpoint.open(file), configs);
    }

    @Override
    public Path path() {
        return checkpoint.path();
    }

    @Override
    public Kind kind() {
        return switch (checkpoint.family()) {
            case STABLE_DIFFUSION_1, STABLE_DIFFUSION_2 -> Kind.STABLE_DIFFUSION;
            case STABLE_DIFFUSION_XL -> Kind.STABLE_DIFFUSION_XL;
        };
    }

    @Override
    public SuggestedSettings settings() {
        return SuggestedSettings.read(configs);
    }

    @Override
    public boolean zerosForEmptyPrompt() {
        return given("model_index.json").map(ModelConfig::read)
                .map(index -> index.flag("force_zeros_for_empty_prompt", true))
                .orElse(true);
    }

    @Override
    public NetworkFiles network(String component) {
        if (!checkpoint.networks().contains(component)) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "A network of %s must be one of %s; found %s.".formatted(path(), checkpoint.networks(), component));
        }
        Optional<ModelConfig> config = given(component + "/config.json").map(ModelConfig::read);
        OptionalInt layers = config.filter(given -> given.has("num_hidden_layers"))
                .map(given -> OptionalInt.of(given.positive("num_hidden_layers", 1)))
                .orElse(OptionalInt.empty());
        return new Part("%s of %s".formatted(component, path()),
                config.orElseGet(() -> ModelConfig.of(path(), checkpoint.config(component))),
                checkpoint.network(component, layers));
    }

    /** A network that is part of a file. */
    private record Part(String name, ModelConfig config, Checkpoint checkpoint) implements NetworkFiles {}

    @Override
    public ClipTokenizer tokenizer(String component) {
        if (given(component + "/vocab.json").or(() -> given(component + "/tokenizer.json")).isPresent()) {
            return ClipTokenizer.fromFolder(configs.resolve(component), TextCleaning.TRANSFORMERS);
        }
        String encoder = component.replace("tokenizer", "text_encoder");
        int known = network(encoder).config().positive("vocab_size", VOCABULARY_SIZE);
        if (known != VOCABULARY_SIZE) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "The %s of %s must know the %d tokens of CLIP; it knows %d. Put its tokenizer into %s."
                            .formatted(encoder, path(), VOCABULARY_SIZE, known, configs.resolve(component)));
        }
        ClipTokenizer tokenizer = ClipTokenizer.bundled(TextCleaning.TRANSFORMERS);
        return isOpenClip(encoder) ? tokenizer.paddedWith("!") : tokenizer;
    }

    /** OpenCLIP pads with the token of id 0, whose text is an exclamation mark. */
    private boolean isOpenClip(String encoder) {
        return checkpoint.family() == OriginalFamily.STABLE_DIFFUSION_2 || encoder.equals("text_encoder_2");
    }

    @Override
    public SchedulerConfig scheduler() {
        return given("scheduler/scheduler_config.json").map(SchedulerConfig::read)
                .orElseGet(() -> SchedulerConfig.parse(checkpoint.schedulerConfig(), path().toString()));
    }

    @Override
    public ModelConfig schedulerSettings() {
        return given("scheduler/scheduler_config.json").map(ModelConfig::read)
                .orElseGet(() -> ModelConfig.of(path(), checkpoint.schedulerConfig()));
    }

    @Override
    public SortedMap<String, Path> files() {
        SortedMap<String, Path> files = new TreeMap<>();
        files.put(FILE_NAME, path());
        given("model_index.json").ifPresent(index -> files.put("config/model_index.json", index));
        for (String component : components()) {
            if (Files.isDirectory(configs.resolve(component))) {
                ModelFiles.below(configs.resolve(component)).forEach((name, file) -> {
                    if (!name.endsWith(SUFFIX)) {
                        files.put("config/%s/%s".formatted(component, name), file);
                    }
                });
            }
        }
        return files;
    }

    /** A file of the folder of configs; empty if there is none. */
    private Optional<Path> given(String name) {
        return Optional.of(configs.resolve(name)).filter(Files::isRegularFile);
    }
}
