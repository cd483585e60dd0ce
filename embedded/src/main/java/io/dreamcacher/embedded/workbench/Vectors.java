package io.dreamcacher.embedded.workbench;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a model makes of one text or image, as its last layer gives it: nothing is scaled to unit length.
 *
 * @param rows one vector, or one a token for {@link VectorKind#STATES}; all of one length; owned by the caller
 * @param cutAt index of the first char of a text that the model does not read; empty if it reads all
 */
public record Vectors(List<float[]> rows, OptionalInt cutAt) {
    /** Copies the list, not the vectors. */
    public Vectors {
        rows = List.copyOf(rows);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("vectors have one row or more");
        }
    }

    /** How many numbers a row has. */
    public int dimension() {
        return rows.getFirst().length;
    }
}
