package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.model.ModelRepository.SuggestedSettings;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Tells files that belong to a model from those that lie beside them. */
final class ModelFiles {
    private static final List<String> PICKLED = List.of(".ckpt", ".bin", ".pt", ".pth");

    /** Graphs, and weights beside them. */
    private static final List<String> EXPORTED = List.of(".onnx", ".onnx_data", ".onnx.data", ".pb");

    private ModelFiles() {}

    /** Whether a file of this name is one that PyTorch pickled. */
    static boolean isPickled(String name) {
        return PICKLED.stream().anyMatch(name::endsWith);
    }

    /** Weights, configs and vocabularies directly in a folder, by name. */
    static SortedMap<String, Path> below(Path folder) {
        return below(folder, ModelFiles::belongsToModel);
    }

    /** The same of a network that was exported to ONNX, its graph and weights. */
    static SortedMap<String, Path> exportedBelow(Path folder) {
        return below(folder, name -> belongsToModel(name) || EXPORTED.stream().anyMatch(name::endsWith));
    }

    private static SortedMap<String, Path> below(Path folder, Predicate<String> wanted) {
        SortedMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path file : entries.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (wanted.test(name)) {
                    files.put(name, file);
                }
            }
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
        return files;
    }

    private static boolean belongsToModel(String name) {
        if (name.startsWith(".") || name.equals(SuggestedSettings.FILE_NAME) || name.startsWith("calibration")) {
            return false;
        }
        return name.equals("merges.txt") || name.endsWith(".safetensors") || name.endsWith(".json")
                || name.endsWith(".txt.gz");
    }

    static DreamCacherException unreadable(Path path, IOException e) {
        return new DreamCacherException(FailureCategory.BAD_MODEL,
                "Every file of a model must be readable; reading %s failed: %s.".formatted(path, e.getMessage()), e);
    }
}
