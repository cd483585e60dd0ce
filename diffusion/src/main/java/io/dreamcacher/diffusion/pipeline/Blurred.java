package io.dreamcacher.diffusion.pipeline;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Images of which only the colours are left. */
final class Blurred {
    /** Shapes are gone where an image had so many pixels a side. */
    private static final int PIXELS = 8;

    private Blurred() {}

    static BufferedImage of(BufferedImage image) {
        return scaled(scaled(image, PIXELS, PIXELS), image.getWidth(), image.getHeight());
    }

    private static BufferedImage scaled(BufferedImage image, int width, int height) {
        BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scaled.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return scaled;
    }
}
