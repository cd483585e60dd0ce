package io.dreamcacher.diffusion.onnx;

import io.dreamcacher.diffusion.safetensors.Shape;
import java.util.Arrays;

/**
 * Floats with a shape, in row-major order.
 *
 * @param shape
 *            the sizes, outermost first
 * @param values
 *            as many as the shape has elements; shared with the caller, not copied, and not written to
 */
@SuppressWarnings("ArrayRecordComponent") // a numeric buffer: compared by nobody, copied on purpose only
public record FloatTensor(Shape shape, float[] values) implements Tensor {
    /** Checks that shape and values agree. */
    public FloatTensor {
        if (shape.elements() != values.length) {
            throw new IllegalArgumentException("%s takes %d values; found %d"
                    .formatted(shape, shape.elements(), values.length));
        }
    }

    /** A tensor of these sizes. */
    public static FloatTensor of(float[] values, long... sizes) {
        return new FloatTensor(Shape.of(sizes), values);
    }

    /** A copy of item {@code index} along the first dimension, which is kept with size 1. */
    public FloatTensor item(int index) {
        int length = values.length / shape.intSize(0);
        long[] sizes = shape.toArray();
        sizes[0] = 1;
        return of(Arrays.copyOfRange(values, index * length, (index + 1) * length), sizes);
    }

    /** Both tensors, one after the other along the first dimension; their other sizes are equal. */
    public FloatTensor followedBy(FloatTensor other) {
        long[] sizes = shape.toArray();
        sizes[0] += other.shape.size(0);
        float[] joined = Arrays.copyOf(values, values.length + other.values.length);
        System.arraycopy(other.values, 0, joined, values.length, other.values.length);
        return of(joined, sizes);
    }
}
