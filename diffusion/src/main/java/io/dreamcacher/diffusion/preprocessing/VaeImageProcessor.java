package io.dreamcacher.diffusion.preprocessing;

import io.dreamcacher.image.PillowResize;
import io.dreamcacher.image.Pixels;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;

/**
 * Makes the input of an autoencoder from images and masks of any size, as diffusers' {@code VaeImageProcessor}: resized
 * to the size asked for by Pillow's Lanczos filter, without keeping proportions. Transparency is dropped, not blended, as
 * by {@code convert("RGB")}.
 */
public final class VaeImageProcessor {
    private static final int HALF = 128; // 128 / 255 is the first level of 0.5 or more

    private VaeImageProcessor() {}

    /**
     * An image as numbers.
     *
     * @return shape [3, height, width]: red, green, blue plane, each row by row, −1 to 1; owned by the caller
     */
    public static float[] image(BufferedImage image, ImageSize size) {
        byte[] bytes = PillowResize.lanczos(Pixels.of(image, false), size.width(), size.height()).data();
        int plane = size.width() * size.height();
        float[] tensor = new float[3 * plane];
        for (int channel = 0; channel < 3; channel++) {
            for (int i = 0; i < plane; i++) {
                tensor[channel * plane + i] = 2f * ((bytes[3 * i + channel] & 0xff) / 255f) - 1f;
            }
        }
        return tensor;
    }

    /**
     * A mask as numbers.
     *
     * @return shape [height, width], row by row, 1 where its grey is 128 or more of 255 after resizing, else 0; owned by
     *         the caller
     */
    public static float[] mask(BufferedImage mask, ImageSize size) {
        byte[] bytes = PillowResize.lanczos(Pixels.gray(mask), size.width(), size.height()).data();
        float[] tensor = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            tensor[i] = (bytes[i] & 0xff) >= HALF ? 1 : 0;
        }
        return tensor;
    }
}
