package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.network.FloatTensor;
import java.awt.image.BufferedImage;

/** Turns decoded tensors into images, with the rounding of diffusers. */
public final class DecodedImage {
    private DecodedImage() {}

    /** The first image of [batch, 3, h, w], about −1 to 1: halved, moved to 0 to 1, clamped, rounded half to even. */
    public static BufferedImage of(FloatTensor decoded) {
        int height = decoded.shape().intSize(2);
        int width = decoded.shape().intSize(3);
        int plane = height * width;
        float[] values = decoded.values();
        int[] pixels = new int[plane];
        for (int i = 0; i < plane; i++) {
            pixels[i] = (level(values[i]) << 16) | (level(values[plane + i]) << 8) | level(values[2 * plane + i]);
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, pixels, 0, width);
        return image;
    }

    private static int level(float value) {
        float unit = Math.clamp(value / 2 + 0.5f, 0f, 1f);
        return (int) Math.rint(unit * 255f);
    }
}
