package io.dreamcacher.embedded.workbench;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * An image that went through an autoencoder and back.
 *
 * @param original what was encoded: the given image, resized where it had to be
 * @param decoded what came back, of the same size
 * @param latentShape channels, height and width of what was in between
 */
public record RoundTrip(BufferedImage original, BufferedImage decoded, List<Integer> latentShape) {

    private static final int LEVELS = 255;

    /** Copies the list. */
    public RoundTrip {
        latentShape = List.copyOf(latentShape);
    }

    /**
     * Peak signal-to-noise ratio in decibels over all pixels and channels, {@code 10 log10(255² / mean squared error)};
     * infinite if nothing was lost.
     */
    public double psnr() {
        double squares = 0;
        for (int y = 0; y < original.getHeight(); y++) {
            for (int x = 0; x < original.getWidth(); x++) {
                for (int shift = 0; shift <= 16; shift += 8) {
                    int error = error(x, y, shift);
                    squares += (double) error * error;
                }
            }
        }
        double mean = squares / (3.0 * original.getWidth() * original.getHeight());
        return 10 * Math.log10(LEVELS * LEVELS / mean);
    }

    /** What was lost: the absolute difference in every channel, multiplied, black where there is none. */
    public BufferedImage difference(double amplification) {
        BufferedImage image = new BufferedImage(original.getWidth(), original.getHeight(),
                BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < original.getHeight(); y++) {
            for (int x = 0; x < original.getWidth(); x++) {
                int rgb = 0;
                for (int shift = 0; shift <= 16; shift += 8) {
                    rgb |= (int) Math.min(LEVELS, Math.abs(error(x, y, shift)) * amplification) << shift;
                }
                image.setRGB(x, y, rgb);
            }
        }
        return image;
    }

    private int error(int x, int y, int shift) {
        return (decoded.getRGB(x, y) >> shift & 0xff) - (original.getRGB(x, y) >> shift & 0xff);
    }
}
