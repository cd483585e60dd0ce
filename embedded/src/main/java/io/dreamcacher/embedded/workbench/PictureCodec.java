package io.dreamcacher.embedded.workbench;

import io.dreamcacher.diffusion.network.AutoencoderKl;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.pipeline.DecodedImage;
import io.dreamcacher.diffusion.preprocessing.VaeImageProcessor;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.util.List;

/** The autoencoder of a Stable Diffusion, by itself. Thread-safe; owns its network. */
public final class PictureCodec implements AutoCloseable {
    private final AutoencoderKl autoencoder;

    /** Takes over an autoencoder. */
    public PictureCodec(AutoencoderKl autoencoder) {
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
}
