package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.network.AutoencoderKl;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.preprocessing.VaeImageProcessor;
import io.dreamcacher.request.ImageSize;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.Random;

/**
 * A linear map from an autoencoder's latents to the colours they stand for, each latent with its eight neighbours to the
 * four quarters of its place: a look at latents that costs next to nothing. It is fitted by least squares to the latents of a few drawn images, surfaces of changing colour with edges
 * between them; so it suits any autoencoder, of any number of channels. Immutable and thread-safe.
 */
final class LatentColors {
    private static final int IMAGES = 8;
    private static final int SHAPES = 8;
    private static final int NEIGHBOURS = 9;
    /** Colours a side of a latent's place. */
    private static final int QUARTERS = 2;
    /** Latents a side of a drawn image. */
    private static final int SIDE = 16;
    private static final long SEED = 1;

    /** For red, green and blue of each quarter a weight for each channel of each neighbour, and the colour of zeros last. */
    private final double[][] weights;

    private LatentColors(double[][] weights) {
        this.weights = weights;
    }

    /** Fits a map; encodes some small images for it. */
    static LatentColors fit(AutoencoderKl vae) {
        int channels = vae.latentChannels();
        Random random = new Random(SEED);
        LeastSquares squares = new LeastSquares(NEIGHBOURS * channels + 1, 3 * QUARTERS * QUARTERS);
        for (int image = 0; image < IMAGES; image++) {
            int side = SIDE * vae.spatialFactor();
            FloatTensor colors = FloatTensor.of(VaeImageProcessor.image(drawn(side, random),
                    new ImageSize(side, side)), 1, 3, side, side);
            FloatTensor latents = vae.scaling().scaled(vae.encode(colors).mean());
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    squares.add(inputs(latents, y, x), quarters(colors, vae.spatialFactor(), y, x));
                }
            }
        }
        return new LatentColors(squares.solve());
    }

    /** Overlapping shapes, each filled from one colour to another. */
    private static BufferedImage drawn(int side, Random random) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (int shape = 0; shape < SHAPES; shape++) {
            int size = shape == 0 ? 2 * side : side / 4 + random.nextInt(side / 2);
            int x = shape == 0 ? 0 : random.nextInt(side) - size / 2;
            int y = shape == 0 ? 0 : random.nextInt(side) - size / 2;
            graphics.setPaint(new GradientPaint(x, y, color(random), x + random.nextInt(size), y + size / 2f,
                    color(random)));
            graphics.fill(shape % 2 == 0 ? new Rectangle(x, y, size, size) : new Ellipse2D.Float(x, y, size, size));
        }
        graphics.dispose();
        return image;
    }

    private static Color color(Random random) {
        return new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256));
    }

    /** A latent and its neighbours, beyond the border the nearest ones within, and a one. */
    private static double[] inputs(FloatTensor latents, int y, int x) {
        int channels = latents.shape().intSize(1);
        int height = latents.shape().intSize(2);
        int width = latents.shape().intSize(3);
        double[] inputs = new double[NEIGHBOURS * channels + 1];
        for (int i = 0; i < NEIGHBOURS * channels; i++) {
            int row = Math.clamp(y + i % NEIGHBOURS / 3 - 1, 0, height - 1);
            int column = Math.clamp(x + i % 3 - 1, 0, width - 1);
            inputs[i] = latents.values()[(i / NEIGHBOURS * height + row) * width + column];
        }
        inputs[NEIGHBOURS * channels] = 1;
        return inputs;
    }

    /** The mean colours of the quarters of the pixels that a latent stands for: [color, quarter row, quarter column]. */
    private static double[] quarters(FloatTensor colors, int factor, int y, int x) {
        int side = factor / QUARTERS;
        int width = colors.shape().intSize(3);
        double[] means = new double[3 * QUARTERS * QUARTERS];
        for (int i = 0; i < means.length; i++) {
            int plane = i / (QUARTERS * QUARTERS) * colors.shape().intSize(2);
            int top = y * factor + i / QUARTERS % QUARTERS * side;
            int left = x * factor + i % QUARTERS * side;
            for (int pixel = 0; pixel < side * side; pixel++) {
                means[i] += colors.values()[(plane + top + pixel / side) * width + left + pixel % side];
            }
            means[i] /= side * side;
        }
        return means;
    }

    /** Colours of latents [1, channels, h, w], about −1 to 1: [1, 3, 2 h, 2 w]. */
    FloatTensor of(FloatTensor latents) {
        int height = latents.shape().intSize(2);
        int width = latents.shape().intSize(3);
        float[] colors = new float[3 * QUARTERS * height * QUARTERS * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double[] inputs = inputs(latents, y, x);
                for (int i = 0; i < weights.length; i++) {
                    int row = (i / (QUARTERS * QUARTERS) * height + y) * QUARTERS + i / QUARTERS % QUARTERS;
                    colors[(row * width + x) * QUARTERS + i % QUARTERS] = (float) dot(weights[i], inputs);
                }
            }
        }
        return FloatTensor.of(colors, 1, 3, (long) QUARTERS * height, (long) QUARTERS * width);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
