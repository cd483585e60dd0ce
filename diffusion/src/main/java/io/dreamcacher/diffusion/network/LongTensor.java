package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.Shape;

/**
 * Whole numbers with a shape, in row-major order.
 *
 * @param shape
 *            the sizes, outermost first
 * @param values
 *            as many as the shape has elements; shared with the caller, not copied, and not written to
 */
@SuppressWarnings("ArrayRecordComponent") // a numeric buffer: compared by nobody, copied on purpose only
record LongTensor(Shape shape, long[] values) implements Tensor {
    /** Checks that shape and values agree. */
    public LongTensor {
        if (shape.elements() != values.length) {
            throw new IllegalArgumentException("%s takes %d values; found %d"
                    .formatted(shape, shape.elements(), values.length));
        }
    }
}
