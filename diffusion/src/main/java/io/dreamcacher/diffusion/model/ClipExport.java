package io.dreamcacher.diffusion.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

/**
 * The folder of a CLIP that was exported to ONNX: {@code model.onnx} with both towers, as optimum writes it, or a tower a
 * file, {@code textual.onnx} and {@code visual.onnx}; config.json and {@code preprocessor_config.json} if they were
 * exported too, and the vocabulary. Immutable and thread-safe.
 *
 * @param path the folder
 */
record ClipExport(Path path) {
    private static final String GRAPH = ".onnx";

    /** Whether a folder looks like one. */
    public static boolean isOne(Path folder) {
        return Files.isDirectory(folder) && !Files.isRegularFile(folder.resolve("model_index.json"))
                && isOne(ModelFiles.exportedBelow(folder).keySet());
    }

    /**
     * Whether the files of a folder are those of one: there is such a graph, and no weights in safetensors files.
     *
     * @param names of the files directly in the folder
     */
    public static boolean isOne(Collection<String> names) {
        return (names.contains(ExportedNetwork.MODEL + GRAPH) || names.contains(ExportedNetwork.TEXTUAL + GRAPH))
                && names.stream().noneMatch(name -> name.contains(".safetensors"));
    }

    private static Path graph(Path folder, String part) {
        return folder.resolve(part + GRAPH);
    }

    /** The network: one graph of both towers before two of one tower each. Without a config.json, it is OpenAI's. */
    public ExportedNetwork network() {
        Path file = path.resolve("config.json");
        ModelConfig config = Files.isRegularFile(file) ? ModelConfig.read(file) : ModelConfig.of(path, "{}");
        Path both = graph(path, ExportedNetwork.MODEL);
        return new ExportedNetwork(path.toString(), config, Files.isRegularFile(both)
                ? Map.of(ExportedNetwork.MODEL, both)
                : Map.of(ExportedNetwork.TEXTUAL, graph(path, ExportedNetwork.TEXTUAL), ExportedNetwork.VISUAL,
                        graph(path, ExportedNetwork.VISUAL)));
    }
}
