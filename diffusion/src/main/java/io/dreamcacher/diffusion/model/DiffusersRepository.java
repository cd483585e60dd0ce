package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.model.ModelRepository.SuggestedSettings;
import io.dreamcacher.diffusion.scheduler.SchedulerConfig;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.diffusion.tokenizer.TextCleaning;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A text-to-image model as diffusers lays it out: {@code model_index.json} names the pipeline and its components, each
 * in a folder of its own. Opening one reads no weights. Immutable and thread-safe.
 */
final class DiffusersRepository implements ModelRepository {
    private static final String INDEX = "model_index.json";

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
        return new DiffusersRepository(folder, index, PipelineClasses.kind(index), SuggestedSettings.read(folder));
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public SuggestedSettings settings() {
        return settings;
    }

    @Override
    public boolean zerosForEmptyPrompt() {
        return index.flag("force_zeros_for_empty_prompt", true);
    }

    /** Whether its pipeline repaints a part of an image. */
    boolean inpaints() {
        return index.text("_class_name").orElse("").contains("Inpaint");
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
                            .formatted(path, index.text("_class_name").orElse(""), String.join(", ", components()),
                                    component));
        }
        return folder;
    }

    @Override
    public ModelFolder network(String component) {
        return ModelFolder.open(folder(component));
    }

    @Override
    public ClipTokenizer tokenizer(String component) {
        return ClipTokenizer.fromFolder(folder(component), TextCleaning.TRANSFORMERS);
    }

    @Override
    public SchedulerConfig scheduler() {
        return SchedulerConfig.read(schedulerFile());
    }

    @Override
    public ModelConfig schedulerSettings() {
        return ModelConfig.read(schedulerFile());
    }

    private Path schedulerFile() {
        return folder("scheduler").resolve("scheduler_config.json");
    }

    @Override
    public SortedMap<String, Path> files() {
        SortedMap<String, Path> files = new TreeMap<>();
        files.put(INDEX, path.resolve(INDEX));
        for (String component : components()) {
            used(folder(component)).forEach((name, file) -> files.put(component + "/" + name, file));
        }
        return files;
    }

    /** Of weights that are there in several precisions those that are loaded. */
    private static SortedMap<String, Path> used(Path folder) {
        SortedMap<String, Path> files = ModelFiles.below(folder);
        if (files.containsKey("config.json")
                && files.keySet().stream().anyMatch(name -> name.endsWith(".safetensors"))) {
            ModelFolder network = ModelFolder.open(folder);
            files.keySet().removeIf(network::isOtherCopy);
        }
        return files;
    }
}
