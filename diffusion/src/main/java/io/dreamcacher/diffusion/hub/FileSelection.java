package io.dreamcacher.diffusion.hub;

import io.dreamcacher.diffusion.model.Model;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The files of a repository that the engine needs: configs, tokenizers, and each network's weights once. Repositories
 * hold the same weights several times over (full and half precision, pickles, Flax, one-file checkpoints), which would
 * multiply a download.
 */
final class FileSelection {
    static final String INDEX = "model_index.json";
    private static final String CONFIG = "config.json";
    private static final Set<String> UNUSED = Set.of("image_encoder");

    /** Components without which images are made all the same. */
    private static final Set<String> OPTIONAL = Set.of("safety_checker", "feature_extractor");

    private final HubName name;
    private final List<String> paths;
    private final List<String> chosen = new ArrayList<>();

    private FileSelection(HubName name, List<String> paths) {
        this.name = name;
        this.paths = paths;
    }

    /**
     * Selects among the files that there are.
     *
     * @param paths of all files
     * @param index reads model_index.json; asked only if there is one
     * @return paths in the order they are to be fetched, the small ones first
     * @throws DreamCacherException {@code BAD_MODEL} if something that is needed is not there or only as a pickle,
     *         {@code NOT_FOUND} if the name has a file that is not there
     */
    static List<String> of(HubName name, List<String> paths, Supplier<Path> index) {
        FileSelection selection = new FileSelection(name, paths);
        if (name.file().isPresent()) {
            selection.takeFile(name.file().get());
        } else if (paths.contains(INDEX)) {
            selection.takeTexts("");
            selection.takePipeline(ComponentNames.read(index.get()));
        } else if (paths.contains(CONFIG) || Model.isExportedClip(selection.in(""))) {
            selection.takeTexts("");
            selection.takeWeights("");
        } else {
            selection.takeTexts("");
            selection.takeOnlyCheckpoint();
        }
        selection.chosen.sort((a, b) -> Boolean.compare(isLarge(a), isLarge(b)));
        return selection.chosen;
    }

    /**
     * Selects what a cross-encoder that was exported to ONNX is made of, which lies beside the weights it was exported from.
     *
     * @throws DreamCacherException {@code BAD_MODEL} if there is no graph or no tokenizer, {@code BAD_REQUEST} if the name has
     *         a file
     */
    static List<String> ofVerifier(HubName name, List<String> paths) {
        if (name.file().isPresent()) {
            throw DreamCacherException.badRequest(
                    "A verifier on the hub is a repository, owner/name; %s names a file of one.".formatted(name));
        }
        FileSelection selection = new FileSelection(name, paths);
        selection.takeTexts("");
        if (!selection.chosen.contains("tokenizer.json")) {
            throw selection.missing("tokenizer.json");
        }
        String graph = Stream.of("model.onnx", "onnx/model.onnx")
                .filter(paths::contains)
                .findFirst()
                .orElseThrow(() -> selection.missing("model.onnx or onnx/model.onnx"));
        paths.stream().filter(path -> path.startsWith(graph)).forEach(selection.chosen::add);
        return selection.chosen;
    }

    /** Whether files alone tell what else belongs to them. */
    static boolean describesItself(List<String> paths) {
        return paths.contains(INDEX) || paths.contains(CONFIG) || Model.isExportedClip(paths);
    }

    /** The one file that is opened, of a selection without a pipeline or network around it. */
    static Optional<String> onlyCheckpoint(List<String> selected) {
        return describesItself(selected)
                ? Optional.empty()
                : selected.stream().filter(FileSelection::isLarge).findFirst();
    }

    private static boolean isLarge(String path) {
        return path.matches(".*\\.(safetensors|onnx|onnx_data|onnx\\.data|pb)");
    }

    private void takeFile(String file) {
        if (!paths.contains(file)) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "%s must have a file %s; it has %s.".formatted(name.repository(), file, said(paths)));
        }
        if (new WeightChoice(List.of(file)).hasPickles()) {
            throw pickled(file);
        }
        chosen.add(file);
    }

    private void takePipeline(Set<String> components) {
        for (String component : components) {
            List<String> files = in(component);
            if (UNUSED.contains(component) || (OPTIONAL.contains(component) && !isUsable(files))) {
                continue;
            }
            if (files.isEmpty()) {
                throw missing("a folder " + component + ", which its " + INDEX + " names");
            }
            takeTexts(component + "/");
            if (component.startsWith("tokenizer")) {
                requireVocabulary(component, files);
            } else if (files.contains(CONFIG) || files.contains("model.onnx")) {
                takeWeights(component + "/");
            }
        }
    }

    private boolean isUsable(List<String> files) {
        return files.contains("preprocessor_config.json")
                || !new WeightChoice(files).choose(name.variant()).isEmpty();
    }

    private void requireVocabulary(String component, List<String> files) {
        if (!files.contains("tokenizer.json") && !(files.contains("vocab.json") && files.contains("merges.txt"))) {
            throw missing(component + "/vocab.json and merges.txt");
        }
    }

    private void takeWeights(String prefix) {
        WeightChoice choice = new WeightChoice(in(prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1)));
        List<String> weights = choice.choose(name.variant());
        if (weights.isEmpty()) {
            throw choice.hasPickles()
                    ? pickled(prefix.isEmpty() ? "the weights" : prefix)
                    : missing(
                            "weights in " + (prefix.isEmpty() ? "" : prefix) + "*.safetensors");
        }
        weights.forEach(file -> chosen.add(prefix + file));
    }

    /** A repository of one-file checkpoints, LoRAs or embeddings: clear only if there is one. */
    private void takeOnlyCheckpoint() {
        List<String> checkpoints = in("").stream().filter(file -> file.endsWith(".safetensors")).toList();
        if (checkpoints.size() == 1) {
            chosen.add(checkpoints.getFirst());
        } else if (!checkpoints.isEmpty()) {
            throw DreamCacherException.badRequest(
                    "%s has several checkpoints: %s. Name one, as in %s/%s.".formatted(name.repository(),
                            said(checkpoints), name.repository(), checkpoints.getFirst()));
        } else if (new WeightChoice(paths).hasPickles()) {
            throw pickled("the weights");
        } else {
            throw missing(INDEX + ", config.json or a *.safetensors");
        }
    }

    /** Configs, tokenizer files and, at the top, what says who may do what with the model. */
    private void takeTexts(String prefix) {
        for (String file : in(prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1))) {
            boolean config = file.endsWith(".json") && !file.contains(".index.") && !file.contains("flax");
            boolean vocabulary = file.equals("merges.txt") || file.equals("vocab.txt");
            if (config || vocabulary || (prefix.isEmpty() && isAbout(file))) {
                chosen.add(prefix + file);
            }
        }
    }

    private static boolean isAbout(String file) {
        String lower = file.toLowerCase(Locale.ROOT);
        return lower.equals("readme.md") || lower.startsWith("license") || lower.startsWith("licence")
                || lower.equals("notice");
    }

    /** Names of the files directly in a folder. */
    private List<String> in(String folder) {
        return paths.stream()
                .filter(path -> folder.equals(path.substring(0, Math.max(0, path.lastIndexOf('/')))))
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .toList();
    }

    private DreamCacherException pickled(String what) {
        return new DreamCacherException(FailureCategory.BAD_MODEL,
                "%s has %s only as a pickle (.bin, .ckpt, .pt), which can run code when it is read, so it is neither downloaded nor opened. Use a safetensors version: another revision, such as %s@refs/pr/1, or a copy converted by somebody you trust."
                        .formatted(name, what, name.repository()));
    }

    private DreamCacherException missing(String what) {
        return new DreamCacherException(FailureCategory.BAD_MODEL,
                "%s must have %s; it has %s. Check that it is a model in the diffusers or transformers layout."
                        .formatted(name, what, said(paths)));
    }

    private static String said(List<String> files) {
        return files.size() <= 5 ? files.toString() : files.subList(0, 5) + " and " + (files.size() - 5) + " more";
    }
}
