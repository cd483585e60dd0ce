package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.model.ModelConfig;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a cross-encoder as Hugging Face lays them out: {@code model.onnx}, or {@code onnx/model.onnx} as optimum and
 * sentence-transformers export it, with any weights beside it; {@code tokenizer.json}; and, if it is there, {@code config.json}.
 *
 * @param path of the folder
 * @param graph the ONNX file
 */
record CrossEncoderFolder(Path path, Path graph) {
    private static final String GRAPH = "model.onnx";
    private static final String TOKENIZER = "tokenizer.json";
    private static final String CONFIG = "config.json";
    private static final List<String> TEXTS = List.of(CONFIG, TOKENIZER, "tokenizer_config.json");
    private static final List<String> WEIGHTS = List.of(".onnx_data", ".onnx.data", ".data", ".pb");

    /** @throws DreamCacherException {@code BAD_MODEL} if it lacks graph or tokenizer, {@code NOT_FOUND} if it is no folder */
    static CrossEncoderFolder open(Path path) {
        if (!Files.isDirectory(path)) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "A verifier must be a folder with model.onnx and tokenizer.json; %s is none. Name another with --verifier."
                            .formatted(path));
        }
        Path graph = Stream.of(GRAPH, "onnx/" + GRAPH)
                .map(path::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> missing(path, "a graph, model.onnx or onnx/model.onnx",
                        "Export it with optimum, as in `optimum-cli export onnx --task text-classification`"));
        if (!Files.isRegularFile(path.resolve(TOKENIZER))) {
            throw missing(path, "a tokenizer, " + TOKENIZER, "Save it with transformers' fast tokenizer");
        }
        return new CrossEncoderFolder(path, graph);
    }

    private static DreamCacherException missing(Path path, String what, String remedy) {
        return new DreamCacherException(FailureCategory.BAD_MODEL,
                "The verifier %s must have %s; it has %s. %s, or name another with --verifier.".formatted(path, what,
                        names(path), remedy));
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().limit(8).toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** What config.json says, if there is one. */
    Optional<ModelConfig> config() {
        return Optional.of(path.resolve(CONFIG)).filter(Files::isRegularFile).map(ModelConfig::read);
    }

    /** All files that verdicts depend on, by names that stay the same wherever the folder lies. */
    SortedMap<String, Path> files() {
        SortedMap<String, Path> files = new TreeMap<>();
        files.put(GRAPH, graph);
        TEXTS.stream().filter(name -> Files.isRegularFile(path.resolve(name))).forEach(name -> {
            files.put(name, path.resolve(name));
        });
        Path beside = graph.startsWith(path.resolve("onnx")) ? path.resolve("onnx") : path;
        try (Stream<Path> siblings = Files.list(beside)) {
            siblings.filter(CrossEncoderFolder::isWeights)
                    .forEach(file -> files.put(file.getFileName().toString(), file));
        } catch (IOException e) {
            throw unreadable(beside, e);
        }
        return files;
    }

    private static boolean isWeights(Path file) {
        return Files.isRegularFile(file) && WEIGHTS.stream().anyMatch(file.getFileName().toString()::endsWith);
    }

    private static DreamCacherException unreadable(Path path, IOException e) {
        return new DreamCacherException(FailureCategory.BAD_MODEL,
                "Every file of a verifier must be readable; reading %s failed: %s.".formatted(path, e.getMessage()), e);
    }
}
