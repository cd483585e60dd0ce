package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.network.AutoencoderKl;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.preprocessing.VaeImageProcessor;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.util.List;

/** The autoencoder of a Stable Diffusion, by itself. Thread-safe; owns its network. */
public final class ImageCodec implements AutoCloseable {
    private final AutoencoderKl autoencoder;

    /** Takes over an autoencoder. */
    public ImageCodec(AutoencoderKl autoencoder) {
        this.autoencoder = autoencoder;
    }

    /**
     * Encodes an image to the mean of its latents and decodes that.
     *
     * @param longestSide a larger image is made smaller, to this many pixels at most; both sides become multiples of the
     *        autoencoder's factor
     */
    public RoundTrip roundTrip(BufferedImage image, int longestSide) {
        ImageSize size = size(image, longestSide);
        FloatTensor pixels = FloatTensor.of(VaeImageProcessor.image(image, size), 1, 3, size.height(),
                size.width());
        FloatTensor latents = autoencoder.encode(pixels).mean();
        List<Integer> shape = List.of(latents.shape().intSize(1), latents.shape().intSize(2),
                latents.shape().intSize(3));
        return new RoundTrip(DecodedImage.of(pixels), DecodedImage.of(autoencoder.decode(latents)), shape);
    }

    private ImageSize size(BufferedImage image, int longestSide) {
        int longest = Math.max(image.getWidth(), image.getHeight());
        double scale = Math.min(1, (double) longestSide / longest);
        return new ImageSize(side(image.getWidth() * scale, longestSide),
                side(image.getHeight() * scale, longestSide));
    }

    private int side(double length, int longestSide) {
        int factor = autoencoder.spatialFactor();
        int most = Math.max(1, longestSide / factor);
        return Math.clamp(Math.round(length / factor), 1, most) * factor;
    }

    @Override
    public void close() {
        autoencoder.close();
    }

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
}
