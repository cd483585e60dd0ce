package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.request.ImageSize;

/**
 * The size of the pictures, and what SDXL is told of it (Podell et al. 2023, section 2.2): as if they were cut out of
 * larger ones. Other models see the size only.
 *
 * @param size of the pictures; both sides divisible by the autoencoder's factor
 * @param original the size before cropping
 * @param cropTop rows cut off above, 0 or more
 * @param cropLeft columns cut off to the left, 0 or more
 * @param target the size after cropping
 */
public record Framing(ImageSize size, ImageSize original, int cropTop, int cropLeft, ImageSize target) {
    /** A picture that was never cropped or resized, as diffusers assumes. */
    public static Framing of(ImageSize size) {
        return new Framing(size, size, 0, 0, size);
    }

    /** Height, width, top, left, target height, target width: what the network takes, in its order. */
    float[] numbers() {
        return new float[]{original.height(), original.width(), cropTop, cropLeft, target.height(), target.width()};
    }
}
