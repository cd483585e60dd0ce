package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.Checkpoint;
import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.model.WeightTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Writes networks as exporters do: a graph in {@code model.onnx}, its weights in other files beside it. */
public final class ExportWriter {
    private ExportWriter() {}

    /**
     * Exports a network.
     *
     * @param network folder with config.json and weights
     * @param target folder to be made
     * @param builder adds the network to a graph
     */
    public static void export(Path network, Path target, Consumer<Layers> builder) throws IOException {
        Files.createDirectories(target);
        Files.write(target.resolve("config.json"), Files.readAllBytes(network.resolve("config.json")));
        Map<String, WeightTensor> tensors = new TreeMap<>();
        for (Path file : files(network, ".safetensors")) {
            if (!file.toString().contains("fp16")) {
                Path copy = target.resolve(file.getFileName().toString().replace(".safetensors", ".onnx_data"));
                Files.write(copy, Files.readAllBytes(file));
                SafetensorsFile data = SafetensorsFile.open(copy);
                data.tensors().forEach((name, entry) -> tensors.put(name, new WeightTensor.Stored(data, entry)));
            }
        }
        OnnxGraph graph = new OnnxGraph();
        Weights weights = new Weights(Checkpoint.of(target, tensors));
        builder.accept(new Layers(graph, weights));
        WeightPlaces places = weights.places(graph, new SessionSettings(1));
        Files.write(target.resolve("model.onnx"), graph.toModel(places::of));
    }

    /** Writes a graph that has no weights but its constants. */
    public static Path write(OnnxGraph graph, Path file) throws IOException {
        return Files.write(file, graph.toModel(weights -> {
            throw new IllegalStateException("an exported graph holds its weights");
        }));
    }

    /** Copies the files of a folder that are no weights. */
    public static void copyTexts(Path folder, Path target) throws IOException {
        Files.createDirectories(target);
        for (Path file : files(folder, "")) {
            if (!file.toString().endsWith(".safetensors")) {
                Files.write(target.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
