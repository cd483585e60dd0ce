package io.dreamcacher.image;

import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** A small copy of an image as JPEG, on white where it is transparent. */
final class Thumbnail {
    private static final int QUALITY = 85;

    private Thumbnail() {}

    /** @param longestSide in pixels; an image that is smaller keeps its size */
    static ImageFile of(BufferedImage image, int longestSide) {
        double scale = Math.min(1, (double) longestSide / Math.max(image.getWidth(), image.getHeight()));
        int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
        return new ImageFile(Jpeg.encode(scaled(image, width, height), QUALITY), MediaType.JPEG);
    }

    /** By halves, then the rest: a bilinear filter alone would pass over pixels. */
    private static BufferedImage scaled(BufferedImage image, int width, int height) {
        BufferedImage scaled = drawn(image, image.getWidth(), image.getHeight());
        while (scaled.getWidth() >= 2 * width && scaled.getHeight() >= 2 * height) {
            scaled = drawn(scaled, scaled.getWidth() / 2, scaled.getHeight() / 2);
        }
        return drawn(scaled, width, height);
    }

    private static BufferedImage drawn(BufferedImage image, int width, int height) {
        BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = drawn.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, Color.WHITE, null);
        graphics.dispose();
        return drawn;
    }
}
