package io.dreamcacher.diffusion.model;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Asks a network's tensors, by their translated names, for what its config would say. */
final class Shapes {
    private final Checkpoint checkpoint;
    private final NavigableSet<String> names;

    Shapes(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
        this.names = new TreeSet<>(checkpoint.names());
    }

    boolean has(String tensor) {
        return names.contains(tensor);
    }

    /** Whether any name begins so. */
    boolean any(String prefix) {
        String first = names.ceiling(prefix);
        return first != null && first.startsWith(prefix);
    }

    /** How many items a list has: names that begin with the prefix followed by 0, 1 and so on. */
    int count(String list) {
        int count = 0;
        while (any(list + count + ".")) {
            count++;
        }
        return count;
    }

    int rank(String tensor) {
        return checkpoint.tensor(tensor).shape().rank();
    }

    /** A tensor's size in one dimension, counted from 0. */
    int size(String tensor, int dimension) {
        Shape shape = checkpoint.tensor(tensor).shape();
        if (shape.rank() <= dimension || shape.size(dimension) < 1 || shape.size(dimension) > Integer.MAX_VALUE) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "Tensor %s of %s must have %d dimensions or more, none of them empty; found the shape %s."
                            .formatted(tensor, checkpoint.source(), dimension + 1, shape));
        }
        return shape.intSize(dimension);
    }

    /** The failure that shapes do not tell a setting. */
    DreamCacherException untold(String setting, String reason) {
        return new DreamCacherException(FailureCategory.BAD_MODEL,
                "The %s of %s cannot be told from its shapes: %s. Put the model's diffusers configs into a folder %s.config beside it."
                        .formatted(setting, checkpoint.source(), reason,
                                String.valueOf(checkpoint.source().getFileName()).replaceFirst("\\.safetensors$", "")));
    }
}
