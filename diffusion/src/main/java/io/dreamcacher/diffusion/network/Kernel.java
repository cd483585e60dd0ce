package io.dreamcacher.diffusion.network;

/**
 * How a square convolution kernel walks over an image.
 *
 * @param size
 *            its width and height, 1 or more
 * @param stride
 *            pixels from one position to the next, 1 or more
 * @param padBefore
 *            zeros added at the left and at the top
 * @param padAfter
 *            zeros added at the right and at the bottom
 */
record Kernel(int size, int stride, int padBefore, int padAfter) {

    /** Mixes the channels of each pixel. */
    public static final Kernel POINT = new Kernel(1, 1, 0, 0);
    /** 3x3, keeps the size. */
    public static final Kernel SAME = new Kernel(3, 1, 1, 1);
    /** 3x3, halves the size, rounding up. */
    public static final Kernel HALVE = new Kernel(3, 2, 1, 1);
    /** 3x3, halves the size, rounding down, as autoencoders do: padded at right and bottom only. */
    public static final Kernel HALVE_PADDED_AFTER = new Kernel(3, 2, 0, 1);

    /** Checks the sizes. */
    public Kernel {
        if (size < 1 || stride < 1 || padBefore < 0 || padAfter < 0) {
            throw new IllegalArgumentException("Not a kernel: size %d, stride %d, padding %d and %d"
                    .formatted(size, stride, padBefore, padAfter));
        }
    }

    /** Cuts an image into patches that do not overlap. */
    public static Kernel patches(int size) {
        return new Kernel(size, size, 0, 0);
    }
}
