package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.model.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model in one line.
 *
 * @param name by which it can be given to a command
 * @param family what it is
 * @param path folder or file
 * @param sizeBytes of everything in the folder, each file once
 * @param precision types of its weights, such as {@code F32}, those with most bytes first; {@code ONNX} for exported graphs
 * @param licence the licence the model's card names, else the name of its licence file; empty if there is neither
 * @param revision the commit, of a model in the hub's cache; empty for others
 */
public record ModelCard(String name, Model.Family family, Path path, long sizeBytes, List<String> precision,
        Optional<String> licence, Optional<String> revision) {
    /** Copies the list. */
    public ModelCard {
        precision = List.copyOf(precision);
    }
}
