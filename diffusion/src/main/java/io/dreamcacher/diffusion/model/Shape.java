package io.dreamcacher.diffusion.model;

import java.util.Arrays;
import java.util.List;

/**
 * The sizes of a tensor, outermost dimension first. A scalar has none.
 *
 * @param sizes
 *            each 0 or more; their product fits a {@code long}
 */
public record Shape(List<Long> sizes) {
    /** Copies the sizes and checks them. */
    public Shape {
        sizes = List.copyOf(sizes);
        long elements = 1;
        for (long size : sizes) {
            if (size < 0) {
                throw new IllegalArgumentException("A dimension must be 0 or more; found " + sizes);
            }
            elements = Math.multiplyExact(elements, size);
        }
    }

    /** The shape with these sizes. */
    public static Shape of(long... sizes) {
        return new Shape(Arrays.stream(sizes).boxed().toList());
    }

    /** How many elements a tensor of this shape has; 1 for a scalar. */
    public long elements() {
        return sizes.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    }

    /** Number of dimensions. */
    public int rank() {
        return sizes.size();
    }

    /** Size of one dimension, counted from 0. */
    public long size(int dimension) {
        return sizes.get(dimension);
    }

    /** The size of one dimension as an array index. */
    public int intSize(int dimension) {
        return Math.toIntExact(size(dimension));
    }

    /** This shape with another size of one dimension, counted from 0. */
    public Shape withSize(int dimension, long size) {
        long[] changed = toArray();
        changed[dimension] = size;
        return of(changed);
    }

    /** The sizes in a new array. */
    public long[] toArray() {
        return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    /** As in {@code [2, 77, 768]}. */
    @Override
    public String toString() {
        return sizes.toString();
    }
}
