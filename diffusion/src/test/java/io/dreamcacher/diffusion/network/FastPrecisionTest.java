package io.dreamcacher.diffusion.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.diffusion.model.ModelFolder;
import io.dreamcacher.diffusion.network.SessionSettings.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rounding does to whole trained networks: the bundled Postcards, fast against exact. */
final class FastPrecisionTest {
    private static final Path POSTCARDS = Path.of("../models/postcards/sd");

    @TempDir
    private Path cache;

    @Test
    void unet_fast_isCloseToExactForEveryTimestep() throws Exception {
        try (UNet2DConditionModel exact = UNet2DConditionModel.load(network("unet"), settings(Precision.EXACT));
                UNet2DConditionModel fast = UNet2DConditionModel.load(network("unet"), settings(Precision.FAST))) {
            FloatTensor latents = random(2, exact.inChannels(), 16, 16);
            FloatTensor states = random(2, 77, exact.contextWidth());
            for (float timestep : new float[]{1, 250, 500, 981}) {
                assertClose(fast.predict(latents, timestep, states), exact.predict(latents, timestep, states), 0.05);
            }
        }
        assertOneFileSmallerThan("unet");
    }

    @Test
    void autoencoder_fast_decodesCloseToExactAndEncodesEqually() throws Exception {
        try (AutoencoderKl exact = AutoencoderKl.load(network("vae"), settings(Precision.EXACT));
                AutoencoderKl fast = AutoencoderKl.load(network("vae"), settings(Precision.FAST))) {
            FloatTensor latents = random(1, exact.latentChannels(), 8, 8);
            FloatTensor image = exact.decode(latents);
            assertClose(fast.decode(latents), image, 0.08);
            assertThat(fast.encode(image).mean().values()).containsExactly(exact.encode(image).mean().values());
        }
    }

    @Test
    void textEncoder_fast_isCloseToExact() throws Exception {
        try (ClipTextModel exact = ClipTextModel.load(network("text_encoder"), settings(Precision.EXACT));
                ClipTextModel fast = ClipTextModel.load(network("text_encoder"), settings(Precision.FAST))) {
            List<int[]> ids = List.of(new int[]{0, 5, 77, 300, 12, 1});
            assertClose(fast.encode(ids).lastHiddenState(), exact.encode(ids).lastHiddenState(), 0.08);
        }
        assertOneFileSmallerThan("text_encoder");
    }

    private static ModelFolder network(String name) {
        return ModelFolder.open(POSTCARDS.resolve(name));
    }

    private SessionSettings settings(Precision precision) {
        return new SessionSettings(1).withPrecision(precision).withCacheFolder(cache);
    }

    private static FloatTensor random(long... sizes) {
        Random random = new Random(7);
        int count = 1;
        for (long size : sizes) {
            count = Math.toIntExact(count * size);
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return FloatTensor.of(values, sizes);
    }

    private static void assertClose(FloatTensor fast, FloatTensor exact, double tolerance) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < exact.values().length; i++) {
            difference += Math.pow(fast.values()[i] - exact.values()[i], 2);
            size += Math.pow(exact.values()[i], 2);
        }
        assertThat(fast.shape()).isEqualTo(exact.shape());
        assertThat(Math.sqrt(difference / size)).isBetween(1e-4, tolerance); // some: else nothing was rounded
    }

    private void assertOneFileSmallerThan(String network) throws Exception {
        long original;
        try (Stream<Path> files = Files.list(POSTCARDS.resolve(network))) {
            original = files.filter(file -> file.toString().endsWith(".safetensors"))
                    .findFirst()
                    .orElseThrow()
                    .toFile()
                    .length();
        }
        try (Stream<Path> files = Files.list(cache.resolve("int8"))) {
            assertThat(files).singleElement().satisfies(file -> assertThat(Files.size(file)).isLessThan(original));
        }
    }
}
