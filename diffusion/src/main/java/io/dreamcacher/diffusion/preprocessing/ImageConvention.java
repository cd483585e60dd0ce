package io.dreamcacher.diffusion.preprocessing;

/** The two orders of preprocessing in use; for opaque RGB images they differ at most by one pixel of crop offset. */
public enum ImageConvention {
    /**
     * As openai/CLIP with torchvision: resize in the image's own colour model (palette and bilevel by nearest
     * neighbour, transparency premultiplied), crop at half the surplus rounded half to even, convert to RGB last.
     */
    OPENAI {
        @Override
        int cropOffset(int size, int crop) {
            return (int) Math.rint((size - crop) / 2.0);
        }
    },
    /** As transformers' {@code CLIPImageProcessor}: to RGB first, transparency dropped; crop offset rounded down. */
    TRANSFORMERS {
        @Override
        int cropOffset(int size, int crop) {
            return (size - crop) / 2;
        }
    };

    /** Where a centre crop begins, for a size not below it. */
    abstract int cropOffset(int size, int crop);
}
