package io.dreamcacher.diffusion.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.model.ModelFolder;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.network.AutoencoderKl.LatentMoments;
import io.dreamcacher.diffusion.noise.TorchCpuGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TiledAutoencoderTest {
    /** A mapping that treats every element alike gives the whole image whatever the tiles are. */
    @Test
    void map_elementwise_hasNoSeams() {
        FloatTensor image = random(2, 3, 23, 37);
        List<Shape> tiles = new ArrayList<>();
        FloatTensor mapped = new TileGrid(8, 8).map(image, tile -> {
            tiles.add(tile.shape());
            return tile.times(2);
        });
        GoldenFiles.assertClose("mapped", mapped, image.times(2), 1e-6);
        assertThat(tiles).hasSize(4 * 7).contains(Shape.of(2, 3, 8, 8), Shape.of(2, 3, 5, 1));
    }

    /** Two constant tiles: the second begins at 6, where it has no share yet, and has three quarters of it at 7. */
    @Test
    void map_differentTiles_fadeInAStraightLine() {
        FloatTensor image = FloatTensor.of(new float[12], 1, 1, 1, 12);
        int[] count = {0};
        FloatTensor mapped = new TileGrid(8, 8).map(image, tile -> {
            float[] values = new float[tile.values().length];
            Arrays.fill(values, count[0]++);
            return new FloatTensor(tile.shape(), values);
        });
        assertThat(mapped.values()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0.5f, 1, 1, 1, 1);
    }

    @Test
    void map_growingAndShrinking_keepsThePlace() {
        FloatTensor image = random(1, 1, 20, 28);
        FloatTensor grown = new TileGrid(8, 16).map(image, TiledAutoencoderTest::doubled);
        GoldenFiles.assertClose("grown", grown, doubled(image), 1e-6);
        FloatTensor shrunk = new TileGrid(16, 8).map(grown, TiledAutoencoderTest::halved);
        GoldenFiles.assertClose("shrunk", shrunk, image, 1e-6);
    }

    /**
     * {@code AutoencoderKL.tiled_decode} of diffusers 0.40 with {@code tile_latent_min_size} 8 and
     * {@code tile_sample_min_size} 64 on tiny-sd1's latents from generator 3.
     */
    @Test
    void decode_tinySd1_agreesWithDiffusers() {
        try (AutoencoderKl vae = AutoencoderKl.load(ModelFolder.open(GoldenFiles.shared("tiny-sd1").resolve("vae")),
                new SessionSettings(2))) {
            FloatTensor latents = FloatTensor.of(new TorchCpuGenerator(3).randn(4 * 13 * 18), 1, 4, 13, 18);
            FloatTensor tiled = new TiledAutoencoder(vae, 8, 1).decode(latents);
            assertThat(tiled.shape()).isEqualTo(Shape.of(1, 3, 104, 144));
            double sum = 0;
            double absolute = 0;
            for (float value : tiled.values()) {
                sum += value;
                absolute += Math.abs(value);
            }
            assertThat(sum).isCloseTo(1913.5804, within(0.1));
            assertThat(absolute).isCloseTo(15574.4655, within(0.1));
            assertThat(at(tiled, 0, 0, 0)).isCloseTo(0.11943495f, within(1e-4f));
            assertThat(at(tiled, 1, 50, 50)).isCloseTo(-0.7696076f, within(1e-4f));
            assertThat(at(tiled, 2, 47, 63)).isCloseTo(0.19751053f, within(1e-4f));
            assertThat(at(tiled, 0, 103, 143)).isCloseTo(-0.1857858f, within(1e-4f));
            assertThat(at(tiled, 1, 97, 100)).isCloseTo(0.11374063f, within(1e-4f));
        }
    }

    private static float at(FloatTensor image, int channel, int y, int x) {
        return image.values()[(channel * image.shape().intSize(2) + y) * image.shape().intSize(3) + x];
    }

    @Test
    void encode_postcards_isNearlyThatOfTheWhole() {
        try (AutoencoderKl vae = AutoencoderKl.load(
                ModelFolder.open(GoldenFiles.postcards().resolve("sd/vae")), new SessionSettings(2))) {
            FloatTensor latents = FloatTensor.of(new TorchCpuGenerator(1).randn(8 * 16 * 24), 1, 8, 16, 24);
            FloatTensor image = vae.decode(vae.scaling().unscaled(latents.times(0.5f)));
            LatentMoments whole = vae.encode(image);
            LatentMoments tiled = new TiledAutoencoder(vae, 8, 1).encode(image);
            assertThat(tiled.mean().shape()).isEqualTo(whole.mean().shape());
            assertThat(tiled.logVariance().shape()).isEqualTo(whole.logVariance().shape());
            assertThat(rootMeanSquare(tiled.mean(), whole.mean())).isLessThan(0.3 * rootMeanSquare(whole.mean(),
                    whole.mean().times(0)));
            assertThat(new TiledAutoencoder(vae, 8, 16 * 24).encode(image).mean().values())
                    .isEqualTo(whole.mean().values());
        }
    }

    private static double rootMeanSquare(FloatTensor a, FloatTensor b) {
        double sum = 0;
        for (int i = 0; i < a.values().length; i++) {
            sum += Math.pow(a.values()[i] - b.values()[i], 2);
        }
        return Math.sqrt(sum / a.values().length);
    }

    private static FloatTensor doubled(FloatTensor image) {
        int height = image.shape().intSize(2);
        int width = image.shape().intSize(3);
        float[] values = new float[4 * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = image.values()[i / (2 * width) / 2 * width + i % (2 * width) / 2];
        }
        return FloatTensor.of(values, 1, 1, 2L * height, 2L * width);
    }

    private static FloatTensor halved(FloatTensor image) {
        int height = image.shape().intSize(2) / 2;
        int width = image.shape().intSize(3) / 2;
        float[] values = new float[height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = image.values()[i / width * 2 * 2 * width + i % width * 2];
        }
        return FloatTensor.of(values, 1, 1, height, width);
    }

    private static FloatTensor random(long... sizes) {
        Random random = new Random(7);
        float[] values = new float[(int) Shape.of(sizes).elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return FloatTensor.of(values, sizes);
    }
}
