package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.Checkpoint;
import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.model.SafetensorsFile.TensorEntry;
import io.dreamcacher.diffusion.model.SafetensorsFile.TensorType;
import io.dreamcacher.diffusion.model.WeightTensor;
import io.dreamcacher.diffusion.network.OnnxGraph.ExternalData;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the bytes of a graph's weights lie.
 *
 * @param folder the real folder that all their files lie below
 * @param places by the tensor's name in the graph
 * @param made those that are bytes of no file: ONNX Runtime must be given their numbers
 * @param narrow names of those that are stored in 16 bits
 */
record WeightPlaces(Path folder, Map<String, ExternalData> places, Map<String, WeightTensor.Made> made,
        Set<String> narrow) {

    /** More than the text encoders and autoencoders of all families. */
    private static final long MOST_NARROW_BYTES = 1_500_000_000;

    /** A place that is never read. */
    private static final String MADE_HERE = "made-here";

    /** Weights as they are, from files below a folder. */
    static WeightPlaces of(Path folder, Map<String, WeightSource> sources) {
        WeightPlaces places = new WeightPlaces(folder, new HashMap<>(), new HashMap<>(),
                new HashSet<>());
        sources.forEach((name, source) -> {
            if (source instanceof WeightSource.Plain(WeightTensor tensor)) {
                places.add(name, tensor);
            }
        });
        return places;
    }

    /** All tensors of a checkpoint that has the graph's names. */
    static WeightPlaces of(Checkpoint checkpoint) {
        WeightPlaces places = new WeightPlaces(checkpoint.realFolder(), new HashMap<>(), new HashMap<>(),
                new HashSet<>());
        checkpoint.names().forEach(name -> places.add(name, checkpoint.tensor(name)));
        return places;
    }

    /**
     * Whether weights are many and stored in 16 bits. ONNX Runtime widens them when it loads the graph, and where it then
     * lays convolutions out anew, in blocks of channels, it holds both copies: 5.8 GB at the peak for the U-Net of Stable
     * Diffusion 1 instead of 3.6. Without that layout a step takes about a seventh longer.
     */
    boolean areManyAndNarrow() {
        return places.keySet()
                .stream()
                .filter(narrow::contains)
                .mapToLong(name -> of(name).length())
                .sum() > MOST_NARROW_BYTES;
    }

    /** Where a tensor of the graph lies. */
    ExternalData of(String name) {
        return Optional.ofNullable(places.get(name))
                .orElseThrow(() -> new IllegalStateException("the graph's tensor " + name + " has no place"));
    }

    private void add(String name, WeightTensor tensor) {
        switch (tensor) {
            case WeightTensor.Stored(SafetensorsFile file, TensorEntry entry) -> {
                places.put(name, new ExternalData(location(file), entry.offset(), entry.length()));
                if (entry.type() == TensorType.F16 || entry.type() == TensorType.BF16) {
                    narrow.add(name);
                }
            }
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
