package io.dreamcacher.diffusion.model;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One network as a folder: its config.json and where its weights lie. Opening one reads no weights. Immutable and
 * thread-safe.
 */
public final class ModelFolder implements NetworkFiles {
    private static final List<String> STEMS = List.of("model", "diffusion_pytorch_model");
    private static final String FULL = "";
    /** In the order in which they are looked for. */
    private static final List<String> PRECISIONS = List.of(FULL, "fp16", "bf16");

    private static final List<String> ENDINGS = List.of("safetensors", "index", "json");
    private static final Pattern DOT = Pattern.compile("\\.");
    private static final Pattern WEIGHTS = Pattern.compile("(?:model|diffusion_pytorch_model)(?:\\.\\w+)?"
            + "(?:(?<shard>-\\d{5}-of-\\d{5})?\\.safetensors|(?:\\.safetensors)?\\.index(?:\\.\\w+)?\\.json)");

    private final Path path;
    private final ModelConfig config;
    private final Path weightFile;

    private ModelFolder(Path path, ModelConfig config, Path weightFile) {
        this.path = path;
        this.config = config;
        this.weightFile = weightFile;
    }

    /**
     * Opens a folder with the weights that its library would load, full precision before half.
     *
     * @throws DreamCacherException {@code NOT_FOUND} if there is no folder, {@code BAD_MODEL} if it has no config.json
     *         or no weights that can be read
     */
    public static ModelFolder open(Path folder) {
        requireFolder(folder);
        ModelConfig config = ModelConfig.read(folder.resolve("config.json"));
        return new ModelFolder(folder, config, findWeights(folder).orElseThrow(() -> withoutWeights(folder)));
    }

    /** Opens a folder with weights from a certain file of it, such as a half-precision variant. */
    public static ModelFolder open(Path folder, String weightFile) {
        requireFolder(folder);
        return new ModelFolder(folder, ModelConfig.read(folder.resolve("config.json")), folder.resolve(weightFile));
    }

    private static void requireFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "A model must be a folder with config.json and *.safetensors; %s is %s. Check the path."
                            .formatted(folder, Files.exists(folder) ? "a file" : "not there"));
        }
    }

    private static Optional<Path> findWeights(Path folder) {
        return PRECISIONS.stream().flatMap(variant -> find(folder, variant).stream()).findFirst();
    }

    private static Optional<Path> find(Path folder, String variant) {
        return names(variant).stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
    }

    /** One file, or an index of several; transformers and diffusers have written the variant at either place. */
    private static List<String> names(String variant) {
        String part = variant.equals(FULL) ? "" : variant + ".";
        return Stream
                .of("%s." + part + "safetensors", "%s.safetensors.index." + part + "json",
                        "%s." + part + "safetensors.index.json")
                .flatMap(name -> STEMS.stream().map(name::formatted))
                .distinct()
                .toList();
    }

    private static DreamCacherException withoutWeights(Path folder) {
        boolean pickled;
        try (Stream<Path> files = Files.list(folder)) {
            pickled = files.anyMatch(file -> file.toString().endsWith(".bin") || file.toString().endsWith(".ckpt"));
        } catch (IOException e) {
            return new DreamCacherException(FailureCategory.BAD_MODEL,
                    "The model folder %s must be readable; listing it failed: %s.".formatted(folder, e.getMessage()),
                    e);
        }
        return new DreamCacherException(FailureCategory.BAD_MODEL,
                "%s must have weights in a file %s; it has %s. %s".formatted(folder,
                        String.join(" or ", names(FULL)),
                        pickled ? "pickled weights only (.bin, .ckpt), which can run code when read" : "none",
                        pickled
                                ? "Get the safetensors version of this model."
                                : "Check that the download is complete."));
    }

    /**
     * Whether a file of the folder holds these weights once more, in another precision or divided otherwise. Such files
     * come and go with what else is downloaded; what this network computes does not change with them.
     */
    boolean isOtherCopy(String file) {
        String chosen = weightFile.toFile().getName();
        Matcher weights = WEIGHTS.matcher(file);
        if (!weights.matches() || file.equals(chosen)) {
            return false;
        }
        boolean shard = weights.group("shard") != null;
        return !shard || !chosen.endsWith(".json") || !variant(file).equals(variant(chosen));
    }

    /** The word between stem and ending, wherever it stands; empty for full precision. */
    private static String variant(String file) {
        return DOT.splitAsStream(file.replaceFirst("-\\d{5}-of-\\d{5}", ""))
                .filter(word -> !STEMS.contains(word) && !ENDINGS.contains(word))
                .findFirst()
                .orElse(FULL);
    }

    @Override
    public String name() {
        return path.toString();
    }

    /** The folder. */
    public Path path() {
        return path;
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    @Override
    public Checkpoint checkpoint() {
        return Checkpoint.open(weightFile);
    }
}
