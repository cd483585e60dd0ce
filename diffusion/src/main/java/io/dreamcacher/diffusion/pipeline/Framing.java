package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.request.ImageSize;

/**
 * The size of the images, and what SDXL is told of it (Podell et al. 2023, section 2.2): as if they were cut out of
 * larger ones. Other models see the size only.
 *
 * @param size of the images; both sides divisible by the autoencoder's factor
 * @param told with the prompt
 * @param toldOfNegative with the negative prompt: what images are led away from
 */
record Framing(ImageSize size, Crop told, Crop toldOfNegative) {
    /**
     * How an image was made of another.
     *
     * @param original the size before cropping
     * @param top rows cut off above, 0 or more
     * @param left columns cut off to the left, 0 or more
     * @param target the size after cropping
     */
    public record Crop(ImageSize original, int top, int left, ImageSize target) {
        /** An image that was never cropped or resized. */
        public static Crop none(ImageSize size) {
            return new Crop(size, 0, 0, size);
        }

        /** Height, width, top, left, target height, target width: what the network takes, in its order. */
        float[] numbers() {
            return new float[]{original.height(), original.width(), top, left, target.height(), target.width()};
        }
    }

    /** Images that were never cropped or resized, as diffusers assumes. */
    public static Framing of(ImageSize size) {
        return of(size, Crop.none(size));
    }

    /** The same told with prompt and negative prompt, as diffusers does where no negative sizes are given. */
    public static Framing of(ImageSize size, Crop told) {
        return new Framing(size, told, told);
    }
}
