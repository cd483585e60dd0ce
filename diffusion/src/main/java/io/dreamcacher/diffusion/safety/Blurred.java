package io.dreamcacher.diffusion.safety;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Pictures of which only the colours are left. */
final class Blurred {
    /** Shapes are gone where a picture had so many pixels a side. */
    private static final int PIXELS = 8;

    private Blurred() {}

    static BufferedImage of(BufferedImage picture) {
        return scaled(scaled(picture, PIXELS, PIXELS), picture.getWidth(), picture.getHeight());
    }

    private static BufferedImage scaled(BufferedImage picture, int width, int height) {
        BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scaled.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, width, height, null);
        graphics.dispose();
        return scaled;
    }
}
