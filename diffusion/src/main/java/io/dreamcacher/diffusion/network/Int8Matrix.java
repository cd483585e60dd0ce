package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.model.WeightTensor;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A matrix [out, in] or kernel [out, in, size, size] rounded to signed bytes, each output with a scale of its own: the
 * largest weight of an output becomes 127 or −127, and 0 stays 0. Bytes lie as products take them: what enters in rows,
 * a kernel's places before its channels, outputs in columns. Bytes are made whenever they are asked for; scales, which are
 * few, are kept. Not thread-safe.
 */
final class Int8Matrix {
    private static final int LARGEST = 127;
    /** Outputs rounded at once: their weights fit the processor's cache together. */
    private static final int BLOCK = 32;

    private final WeightTensor weights;
    private float @Nullable [] scales;

    Int8Matrix(WeightTensor weights) {
        this.weights = weights;
    }

    /** What is rounded. */
    WeightTensor weights() {
        return weights;
    }

    /** Sizes of the rounded matrix: [in, out] or [size * size * in, out]. */
    Shape shape() {
        long out = weights.shape().size(0);
        return Shape.of(weights.shape().elements() / out, out);
    }

    /**
     * The rounded numbers.
     *
     * @param bytes of {@link #shape}, row-major
     * @param scales what each output's bytes are multiplied by
     */
    @SuppressWarnings("ArrayRecordComponent") // numeric buffers, compared by nobody
    record Int8Rows(byte[] bytes, float[] scales) {}

    /** The scales alone. */
    float[] scales() {
        float[] known = scales;
        return known == null ? round().scales : known;
    }

    /** Rounds, with all processors. */
    Int8Rows round() {
        int out = weights.shape().intSize(0);
        Int8Rows rounded = new Int8Rows(new byte[Math.toIntExact(weights.shape().elements())], new float[out]);
        IntStream.range(0, (out + BLOCK - 1) / BLOCK).parallel().forEach(block -> {
            int first = block * BLOCK;
            roundBlock(first, Math.min(BLOCK, out - first), rounded);
        });
        scales = rounded.scales;
        return rounded;
    }

    private void roundBlock(int first, int count, Int8Rows rounded) {
        float[] values = weights.rows(first, count).finiteFloats();
        int width = values.length / count;
        float[] factors = new float[count];
        for (int row = 0; row < count; row++) {
            float scale = largest(values, row * width, width) / LARGEST;
            rounded.scales[first + row] = scale;
            factors[row] = scale == 0 ? 0 : 1 / scale;
        }
        int places = places();
        int channels = width / places;
        int out = rounded.scales.length;
        for (int channel = 0; channel < channels; channel++) {
            for (int place = 0; place < places; place++) {
                int target = (place * channels + channel) * out + first;
                for (int row = 0; row < count; row++) {
                    float value = values[row * width + channel * places + place] * factors[row];
                    rounded.bytes[target + row] = (byte) Math.clamp(Math.rint(value), -LARGEST, LARGEST);
                }
            }
        }
    }

    private int places() {
        Shape shape = weights.shape();
        return shape.rank() == 4 ? Math.toIntExact(shape.size(2) * shape.size(3)) : 1;
    }

    private static float largest(float[] values, int start, int count) {
        float largest = 0;
        for (int i = start; i < start + count; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        return largest;
    }
}
