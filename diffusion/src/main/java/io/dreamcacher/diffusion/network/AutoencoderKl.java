package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.ExportedNetwork;
import io.dreamcacher.diffusion.model.ModelConfig;
import io.dreamcacher.diffusion.model.NetworkFiles;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.network.SessionSettings.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The autoencoder between images and latents (Kingma and Welling 2014; Rombach et al. 2022, section 3.1), as in
 * diffusers' AutoencoderKL. The decoder is loaded with the model, the encoder when it is first used. Thread-safe; owns
 * its sessions.
 */
public final class AutoencoderKl implements AutoCloseable {
    private static final float LEAST_LOG_VARIANCE = -30;
    private static final float LARGEST_LOG_VARIANCE = 20;

    /** Encoders that diffusers' script exports draw latents themselves, with a noise of their own, and give these. */
    private static final String DRAWN = "latent_sample";

    private final ReentrantLock lock = new ReentrantLock();
    private final NetworkFiles files;
    private final AutoencoderConfig config;
    private final SessionSettings settings;
    private final OnnxSession decoder;
    private volatile @Nullable OnnxSession encoder;
    private boolean closed;

    private AutoencoderKl(NetworkFiles files, AutoencoderConfig config, SessionSettings settings,
            OnnxSession decoder) {
        this.files = files;
        this.config = config;
        this.settings = settings;
        this.decoder = decoder;
    }

    /**
     * Loads an autoencoder.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} if config and weights are not those of such
     *         a network
     */
    public static AutoencoderKl load(NetworkFiles files, SessionSettings settings) {
        AutoencoderConfig config = AutoencoderConfig.read(files.config());
        OnnxSession decoder = NetworkOpener.open(files, settings, new Decoder(config), new Encoder(config));
        return new AutoencoderKl(files, config, settings, decoder);
    }

    /**
     * Checks that config and weights belong together and every tensor has its place; reads headers, no numbers.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} as {@link #load}
     */
    public static void check(NetworkFiles files) {
        AutoencoderConfig config = AutoencoderConfig.read(files.config());
        NetworkOpener.check(files, new Decoder(config), new Encoder(config));
    }

    private record Decoder(AutoencoderConfig config) implements NetworkPlan {
        @Override
        public String title() {
            return "the decoder of";
        }

        @Override
        public String part() {
            return ExportedNetwork.DECODER;
        }

        @Override
        public void write(Layers root) {
            new AutoencoderKlGraph(root, config).buildDecoder();
        }

        @Override
        public void check(OnnxSession session) {
            session.requireInputs(Set.of(AutoencoderKlGraph.LATENTS));
            session.requireOutput(AutoencoderKlGraph.IMAGE);
        }
    }

    /** Always exact: it runs once an image, and what it loses no later step brings back. */
    private record Encoder(AutoencoderConfig config) implements NetworkPlan {
        @Override
        public String title() {
            return "the encoder of";
        }

        @Override
        public String part() {
            return ExportedNetwork.ENCODER;
        }

        @Override
        public Precision precision(Precision asked) {
            return Precision.EXACT;
        }

        @Override
        public void write(Layers root) {
            new AutoencoderKlGraph(root, config).buildEncoder();
        }

        @Override
        public void check(OnnxSession session) {
            session.requireInputs(Set.of(AutoencoderKlGraph.IMAGE));
            session.requireOutput(AutoencoderKlGraph.MOMENTS, DRAWN);
        }
    }

    /**
     * How many pixels a latent stands for in each direction, known from config.json alone.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} if it is not the config of such a network
     */
    public static int spatialFactor(ModelConfig config) {
        return AutoencoderConfig.read(config).spatialFactor();
    }

    /** Channels of the latents, known from config.json alone. */
    public static int latentChannels(ModelConfig config) {
        return AutoencoderConfig.read(config).latentChannels();
    }

    private OnnxSession encoder() {
        lock.lock();
        try {
            return openedEncoder();
        } finally {
            lock.unlock();
        }
    }

    private OnnxSession openedEncoder() {
        if (closed) {
            throw new IllegalStateException("The autoencoder of " + files.name() + " is closed");
        }
        if (encoder == null) {
            encoder = NetworkOpener.open(files, settings, new Encoder(config), new Decoder(config));
        }
        return encoder;
    }

    /** Channels of the latents. */
    public int latentChannels() {
        return config.latentChannels();
    }

    /** How many pixels a latent stands for in each direction; 8 in published models. */
    public int spatialFactor() {
        return config.spatialFactor();
    }

    /** How the latents it decodes and encodes differ from those that a U-Net sees. */
    public LatentScaling scaling() {
        return config.scaling();
    }

    /** What encoded latents are multiplied by before noise is added, and divided by before they are decoded. */
    public float scalingFactor() {
        return config.scaling().factor();
    }

    /**
     * Decodes latents.
     *
     * @param latents [batch, latent channels, h, w], already divided by the scaling factor
     * @return images [batch, 3, factor * h, factor * w], about −1 to 1
     */
    public FloatTensor decode(FloatTensor latents) {
        requireChannels("Latents", latents, config.latentChannels());
        return decoder.run(Map.of(AutoencoderKlGraph.LATENTS, latents), AutoencoderKlGraph.IMAGE).getFirst();
    }

    /** As {@link #decode}, in tiles where images are larger than 768x768. */
    public FloatTensor decodeTiled(FloatTensor latents) {
        return TiledAutoencoder.of(this).decode(latents);
    }

    /** As {@link #encode}, in tiles where images are larger than 768x768. */
    public LatentMoments encodeTiled(FloatTensor images) {
        return TiledAutoencoder.of(this).encode(images);
    }

    /**
     * Encodes images.
     *
     * @param images [batch, 3, h, w], −1 to 1
     * @return the distribution of their latents, not multiplied by the scaling factor
     */
    public LatentMoments encode(FloatTensor images) {
        requireChannels("Images", images, config.imageChannels());
        OnnxSession loaded = encoder();
        if (!loaded.hasOutput(AutoencoderKlGraph.MOMENTS)) {
            return drawn(loaded.run(Map.of(AutoencoderKlGraph.IMAGE, images), DRAWN).getFirst());
        }
        FloatTensor moments = loaded.run(Map.of(AutoencoderKlGraph.IMAGE, images), AutoencoderKlGraph.MOMENTS)
                .getFirst();
        FloatTensor logVariance = half(moments, 1);
        float[] values = logVariance.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.clamp(values[i], LEAST_LOG_VARIANCE, LARGEST_LOG_VARIANCE);
        }
        return new LatentMoments(half(moments, 0), logVariance);
    }

    /** Latents that the graph has drawn already: the least variance there is around them. */
    private static LatentMoments drawn(FloatTensor latents) {
        float[] least = new float[latents.values().length];
        Arrays.fill(least, LEAST_LOG_VARIANCE);
        return new LatentMoments(latents, new FloatTensor(latents.shape(), least));
    }

    /** The first or second half of the channels. */
    private static FloatTensor half(FloatTensor moments, int index) {
        Shape shape = moments.shape();
        int items = shape.intSize(0);
        int length = moments.values().length / items / 2;
        float[] half = new float[items * length];
        for (int item = 0; item < items; item++) {
            System.arraycopy(moments.values(), (2 * item + index) * length, half, item * length, length);
        }
        return FloatTensor.of(half, items, shape.size(1) / 2, shape.size(2), shape.size(3));
    }

    private static void requireChannels(String what, FloatTensor tensor, int channels) {
        if (tensor.shape().rank() != 4 || tensor.shape().size(1) != channels) {
            throw new IllegalArgumentException("%s must have the shape [batch, %d, height, width]; found %s"
                    .formatted(what, channels, tensor.shape()));
        }
    }

    /** Stops the decoding and encoding that other threads have begun: it fails with {@code CANCELLED}. */
    public void interrupt() {
        decoder.interrupt();
        OnnxSession loaded = encoder;
        if (loaded != null) {
            loaded.interrupt();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            decoder.close();
            if (encoder != null) {
                encoder.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The normal distribution of latents that an image encodes to, independent in each element.
     *
     * @param mean [batch, latent channels, h, w], not scaled
     * @param logVariance of the same shape, within [−30, 20]
     */
    public record LatentMoments(FloatTensor mean, FloatTensor logVariance) {}

    /**
     * How latents of an autoencoder become latents of about unit variance that noise is added to, and back:
     * {@code (z − mean − shift) * factor / std}, as SDXL's and SD3's pipelines of diffusers do it. Published models of
     * Stable Diffusion have a factor only.
     *
     * @param factor above 0, {@code scaling_factor}
     * @param shift {@code shift_factor}
     * @param mean of each channel; empty for zeros
     * @param std of each channel, above 0; empty for ones
     */
    public record LatentScaling(float factor, float shift, List<Double> mean, List<Double> std) {
        /** Copies the lists and checks that both or neither are there. */
        public LatentScaling {
            mean = List.copyOf(mean);
            std = List.copyOf(std);
            if (!(factor > 0) || mean.size() != std.size() || std.stream().anyMatch(x -> !(x > 0))) {
                throw new IllegalArgumentException("Not a scaling: factor %s, means %s, deviations %s"
                        .formatted(factor, mean, std));
            }
        }

        static LatentScaling read(ModelConfig config) {
            double factor = config.number("scaling_factor", 0.18215);
            if (!(factor > 0)) {
                throw config.mustBe("scaling_factor", "above 0");
            }
            int channels = config.positive("latent_channels", 4);
            List<Double> mean = config.numbers("latents_mean");
            List<Double> std = config.numbers("latents_std");
            if (mean.size() != std.size() || (!mean.isEmpty() && mean.size() != channels)) {
                throw config.mustBe("latents_mean", "a list of %d as latents_std is, one a channel, or both be absent"
                        .formatted(channels));
            }
            if (std.stream().anyMatch(x -> !(x > 0))) {
                throw config.mustBe("latents_std", "above 0 in each channel");
            }
            return new LatentScaling((float) factor, (float) config.number("shift_factor", 0), mean, std);
        }

        /** From the encoder's latents [batch, channels, h, w] to those that noise is added to; a new tensor. */
        public FloatTensor scaled(FloatTensor latents) {
            return map(latents, (z, mean, std) -> (z - mean - shift) * factor / std);
        }

        /** From latents without noise to those that the decoder takes; a new tensor. */
        public FloatTensor unscaled(FloatTensor latents) {
            return map(latents, (z, mean, std) -> z * std / factor + mean + shift);
        }

        private interface Formula {
            float apply(float z, float mean, float std);
        }

        private FloatTensor map(FloatTensor latents, Formula formula) {
            int channels = latents.shape().intSize(1);
            if (!mean.isEmpty() && mean.size() != channels) {
                throw new IllegalArgumentException(
                        "Latents must have %d channels; found %d".formatted(mean.size(), channels));
            }
            float[] values = latents.values().clone();
            int plane = values.length / latents.shape().intSize(0) / channels;
            for (int i = 0; i < values.length; i++) {
                int channel = i / plane % channels;
                values[i] = formula.apply(values[i], mean.isEmpty() ? 0 : mean.get(channel).floatValue(),
                        std.isEmpty() ? 1 : std.get(channel).floatValue());
            }
            return new FloatTensor(latents.shape(), values);
        }
    }
}
