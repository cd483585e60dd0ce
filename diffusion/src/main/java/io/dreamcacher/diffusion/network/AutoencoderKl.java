package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.ExportedNetwork;
import io.dreamcacher.diffusion.model.ModelConfig;
import io.dreamcacher.diffusion.model.NetworkFiles;
import io.dreamcacher.diffusion.model.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
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
        if (files instanceof ExportedNetwork exported) {
            OnnxSession decoder = exported(exported, ExportedNetwork.DECODER, settings, AutoencoderKlGraph.LATENTS,
                    AutoencoderKlGraph.IMAGE);
            return new AutoencoderKl(files, config, settings, decoder);
        }
        Weights weights = new Weights(files.checkpoint());
        OnnxGraph decoder = checkedDecoder(config, weights, settings.precision());
        return new AutoencoderKl(files, config, settings,
                OnnxSession.load("the decoder of " + files.name(), decoder, weights, settings));
    }

    /**
     * Checks that config and weights belong together and every tensor has its place; reads headers, no numbers.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} as {@link #load}
     */
    public static void check(NetworkFiles files) {
        var unused = checkedDecoder(AutoencoderConfig.read(files.config()), new Weights(files.checkpoint()),
                Precision.EXACT);
    }

    private static OnnxGraph checkedDecoder(AutoencoderConfig config, Weights weights, Precision precision) {
        OnnxGraph decoder = decoder(config, weights, precision);
        var unused = encoder(config, weights); // only to check its weights
        weights.requireAllUsed(tensor -> false);
        return decoder;
    }

    private static OnnxSession exported(ExportedNetwork files, String half, SessionSettings settings, String input,
            String... outputs) {
        OnnxSession session = OnnxSession.open("the %s of %s".formatted(half, files.name()), files.graph(half),
                settings);
        try {
            session.requireInputs(Set.of(input));
            session.requireOutput(outputs);
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
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

    /** Whether networks of two configs have weights of the same names and shapes. */
    public static boolean haveSameShapes(ModelConfig one, ModelConfig other) {
        return AutoencoderConfig.read(one).fitsWeightsOf(AutoencoderConfig.read(other));
    }

    /** Channels of the latents, known from config.json alone. */
    public static int latentChannels(ModelConfig config) {
        return AutoencoderConfig.read(config).latentChannels();
    }

    private static OnnxGraph decoder(AutoencoderConfig config, Weights weights, Precision precision) {
        OnnxGraph graph = new OnnxGraph();
        new AutoencoderKlGraph(new Layers(graph, weights, precision), config).buildDecoder();
        return graph;
    }

    /** Always exact: it runs once an image, and what it loses no later step brings back. */
    private static OnnxGraph encoder(AutoencoderConfig config, Weights weights) {
        OnnxGraph graph = new OnnxGraph();
        new AutoencoderKlGraph(new Layers(graph, weights), config).buildEncoder();
        return graph;
    }

    private synchronized OnnxSession encoder() {
        if (closed) {
            throw new IllegalStateException("The autoencoder of " + files.name() + " is closed");
        }
        if (encoder == null) {
            encoder = loadEncoder();
        }
        return encoder;
    }

    private OnnxSession loadEncoder() {
        if (files instanceof ExportedNetwork exported) {
            return exported(exported, ExportedNetwork.ENCODER, settings, AutoencoderKlGraph.IMAGE,
                    AutoencoderKlGraph.MOMENTS, DRAWN);
        }
        Weights weights = new Weights(files.checkpoint());
        return OnnxSession.load("the encoder of " + files.name(), encoder(config, weights), weights, settings);
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

    /**
     * Encodes images.
     *
     * @param images [batch, 3, h, w], −1 to 1
     * @return the distribution of their latents, not multiplied by the scaling factor
     */
    public LatentMoments encode(FloatTensor images) {
        requireChannels("Pictures", images, config.imageChannels());
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
    public synchronized void close() {
        closed = true;
        decoder.close();
        if (encoder != null) {
            encoder.close();
        }
    }
}
