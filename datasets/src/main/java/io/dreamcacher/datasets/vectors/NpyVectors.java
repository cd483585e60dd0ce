package io.dreamcacher.datasets.vectors;

import io.dreamcacher.datasets.file.AtomicFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A {@code .npy} file with a vector a row: float16 or float32, two axes. Not thread-safe; close it. */
final class NpyVectors implements AutoCloseable {
    /** No text or image model comes near. */
    private static final int LARGEST_DIMENSION = 1 << 16;

    private final NpyRows rows;
    private final FloatPrecision precision;
    private final int dimension;

    private NpyVectors(NpyRows rows) {
        this.rows = rows;
        this.precision = precision(rows.header()).orElseThrow();
        this.dimension = Math.toIntExact(rows.header().shape().get(1));
    }

    static NpyVectors open(Path file) {
        return new NpyVectors(NpyRows.open(file, NpyVectors::rowBytes));
    }

    private static int rowBytes(NpyHeader header) {
        FloatPrecision precision = precision(header)
                .orElseThrow(() -> NpyHeader.refused("of vectors has float16 or float32",
                        "%s has %s".formatted(header.file(), header.type()),
                        "save it again with numpy.save(file, array.astype(\"float32\"))"));
        List<Long> shape = header.shape();
        if (shape.size() != 2 || shape.get(1) < 1 || shape.get(1) > LARGEST_DIMENSION) {
            throw NpyHeader.refused("of vectors has rows of 1 to %,d numbers".formatted(LARGEST_DIMENSION),
                    "the shape of %s is %s".formatted(header.file(), shape),
                    "save it again with numpy.save(file, array.reshape(rows, dimension))");
        }
        return Math.toIntExact(shape.get(1)) * precision.bytes();
    }

    private static Optional<FloatPrecision> precision(NpyHeader header) {
        return Arrays.stream(FloatPrecision.values()).filter(type -> type.type().equals(header.type())).findFirst();
    }

    Path file() {
        return rows.header().file();
    }

    long count() {
        return rows.count();
    }

    int dimension() {
        return dimension;
    }

    /** A new array with the numbers of a row, counted from 0. */
    float[] row(long index) {
        float[] vector = new float[dimension];
        precision.read(rows.row(index), vector);
        return vector;
    }

    @Override
    public void close() {
        rows.close();
    }

    /** Writes vectors of one length, the bytes that {@code numpy.save} writes. */
    static void write(Path file, List<float[]> vectors, int dimension, FloatPrecision precision) {
        try (AtomicFile whole = AtomicFile.at(file)) {
            whole.write(NpyHeader.bytes(precision.type(), vectors.size(), dimension));
            ByteBuffer row = ByteBuffer.allocate(dimension * precision.bytes()).order(ByteOrder.LITTLE_ENDIAN);
            for (float[] vector : vectors) {
                if (vector.length != dimension) {
                    throw new IllegalArgumentException("every vector must have %d numbers, found %d"
                            .formatted(dimension, vector.length));
                }
                precision.write(vector, row.clear());
                whole.write(row.flip());
            }
            whole.finish();
        }
    }
}
