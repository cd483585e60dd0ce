package io.dreamcacher.diffusion.onnx;

import io.dreamcacher.diffusion.onnx.OnnxGraph.ExternalData;
import io.dreamcacher.diffusion.safetensors.Checkpoint;
import io.dreamcacher.diffusion.safetensors.SafetensorsFile;
import io.dreamcacher.diffusion.safetensors.TensorEntry;
import io.dreamcacher.diffusion.safetensors.WeightTensor;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the bytes of a graph's weights lie.
 *
 * @param folder the real folder that all their files lie below
 * @param places by the tensor's name in the graph
 * @param made those that are bytes of no file: ONNX Runtime must be given their numbers
 */
record WeightPlaces(Path folder, Map<String, ExternalData> places, Map<String, WeightTensor.Made> made) {

    /** A place that is never read. */
    private static final String MADE_HERE = "made-here";

    /** Weights as they are, from files below a folder. */
    static WeightPlaces of(Path folder, Map<String, WeightSource> sources) {
        WeightPlaces places = new WeightPlaces(folder, new HashMap<>(), new HashMap<>());
        sources.forEach((name, source) -> {
            if (source instanceof WeightSource.Plain(WeightTensor tensor)) {
                places.add(name, tensor);
            }
        });
        return places;
    }

    /** All tensors of a checkpoint that has the graph's names. */
    static WeightPlaces of(Checkpoint checkpoint) {
        WeightPlaces places = new WeightPlaces(checkpoint.realFolder(), new HashMap<>(), new HashMap<>());
        checkpoint.names().forEach(name -> places.add(name, checkpoint.tensor(name)));
        return places;
    }

    /** Where a tensor of the graph lies. */
    ExternalData of(String name) {
        return Optional.ofNullable(places.get(name))
                .orElseThrow(() -> new IllegalStateException("the graph's tensor " + name + " has no place"));
    }

    private void add(String name, WeightTensor tensor) {
        switch (tensor) {
            case WeightTensor.Stored(SafetensorsFile file, TensorEntry entry) -> places.put(name,
                    new ExternalData(location(file), entry.offset(), entry.length()));
            case WeightTensor.Made numbers -> {
                places.put(name, new ExternalData(MADE_HERE, 0, numbers.shape().elements() * Float.BYTES));
                made.put(name, numbers);
            }
        }
    }

    private String location(SafetensorsFile file) {
        return folder.relativize(file.path()).toString().replace(File.separatorChar, '/');
    }
}
