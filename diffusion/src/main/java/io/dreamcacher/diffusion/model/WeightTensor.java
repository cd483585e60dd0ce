package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.model.SafetensorsFile.TensorEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Supplier;

/** One tensor of a network's weights: bytes of a file, or numbers made here from such. */
public sealed interface WeightTensor {
    /** Its sizes. */
    Shape shape();

    /** Its elements in row-major order as floats; the caller owns the array. */
    float[] floats();

    /**
     * Some of the rows of this tensor, which are the entries along its first dimension.
     *
     * @param first from 0
     * @param count 1 or more
     */
    WeightTensor rows(long first, long count);

    /**
     * Its elements as {@link #floats} gives them.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} if one is infinite or NaN, naming where it lies
     */
    float[] finiteFloats();

    /** Gives its bytes, little-endian and row-major, in the type it is stored in; numbers made here as F32. */
    void writeTo(SafetensorsWriter.Sink sink) throws IOException;

    /**
     * Bytes of a file; the network may know them by another name than the file, and they may be some rows of a tensor.
     *
     * @param file that holds them
     * @param entry where they lie in it
     */
    record Stored(SafetensorsFile file, TensorEntry entry) implements WeightTensor {
        @Override
        public Shape shape() {
            return entry.shape();
        }

        @Override
        public float[] floats() {
            return file.floats(entry);
        }

        @Override
        public void writeTo(SafetensorsWriter.Sink sink) throws IOException {
            file.copy(entry, sink);
        }

        @Override
        public float[] finiteFloats() {
            return Finite.require(file.path(), entry.name(), floats());
        }

        @Override
        public Stored rows(long first, long count) {
            requireRows(entry.name(), shape(), first, count);
            long rowLength = entry.length() / shape().size(0);
            return new Stored(file, new TensorEntry(entry.name(), entry.type(), shape().withSize(0, count),
                    entry.offset() + first * rowLength, count * rowLength));
        }
    }

    /**
     * Numbers made from other tensors, such as a weight with an adapter merged into it. They are made whenever they are
     * asked for, and not kept.
     *
     * @param values makes as many numbers as the shape has elements, in row-major order, in an array of the caller's own
     */
    record Made(Shape shape, Supplier<float[]> values) implements WeightTensor {
        @Override
        public float[] floats() {
            float[] made = values.get();
            if (made.length != shape.elements()) {
                throw new IllegalStateException(
                        "a tensor of shape %s was made with %d numbers".formatted(shape, made.length));
            }
            return made;
        }

        @Override
        public void writeTo(SafetensorsWriter.Sink sink) throws IOException {
            float[] made = floats();
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(made.length, Float.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(made);
            sink.write(bytes);
        }

        /** Whoever makes numbers of others looks at both. */
        @Override
        public float[] finiteFloats() {
            return floats();
        }

        @Override
        public Made rows(long first, long count) {
            requireRows("a made tensor", shape, first, count);
            int length = Math.toIntExact(shape.elements() / shape.size(0));
            int start = Math.toIntExact(first * length);
            int end = Math.toIntExact((first + count) * length);
            return new Made(shape.withSize(0, count), () -> Arrays.copyOfRange(floats(), start, end));
        }
    }

    private static void requireRows(String name, Shape shape, long first, long count) {
        if (first < 0 || count < 1 || first > shape.size(0) - count) {
            throw new IllegalArgumentException("%s of shape %s has no %d rows from row %d on"
                    .formatted(name, shape, count, first));
        }
    }
}
