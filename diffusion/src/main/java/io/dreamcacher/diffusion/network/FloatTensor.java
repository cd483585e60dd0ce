package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

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
        return join(List.of(this, other));
    }

    /** The tensors one after the other along the first dimension; their other sizes are equal. */
    public static FloatTensor join(List<FloatTensor> tensors) {
        long[] sizes = tensors.getFirst().shape.toArray();
        sizes[0] = tensors.stream().mapToLong(tensor -> tensor.shape.size(0)).sum();
        float[] joined = new float[tensors.stream().mapToInt(tensor -> tensor.values.length).sum()];
        int at = 0;
        for (FloatTensor tensor : tensors) {
            System.arraycopy(tensor.values, 0, joined, at, tensor.values.length);
            at += tensor.values.length;
        }
        return of(joined, sizes);
    }

    /** This tensor so many times along the first dimension. */
    public FloatTensor repeated(int times) {
        return join(Collections.nCopies(times, this));
    }

    /** Every value multiplied. */
    public FloatTensor times(float factor) {
        float[] multiplied = values.clone();
        for (int i = 0; i < multiplied.length; i++) {
            multiplied[i] *= factor;
        }
        return new FloatTensor(shape, multiplied);
    }
}
