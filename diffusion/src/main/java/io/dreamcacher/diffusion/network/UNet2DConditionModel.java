package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.ExportedNetwork;
import io.dreamcacher.diffusion.model.NetworkFiles;
import io.dreamcacher.diffusion.model.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * The network that predicts the noise in latents (Rombach et al. 2022), as in diffusers' UNet2DConditionModel, for
 * Stable Diffusion 1.x, 2.x and XL. It takes latents of any height and width. Thread-safe; owns its session.
 */
public final class UNet2DConditionModel implements AutoCloseable {
    /** How many numbers describe an image's size to SDXL. */
    public static final int SIZE_NUMBERS = 6;

    private final Inputs inputs;
    private final String output;
    private final OnnxSession session;

    /**
     * What the network is given besides a timestep.
     *
     * @param channels of the latents
     * @param contextWidth of the text states
     * @param sizes whether image sizes and a pooled text are inputs
     * @param guidanceWidth of the embedded guidance scale; 0 if that is no input
     */
    private record Inputs(int channels, int contextWidth, boolean sizes, int guidanceWidth) {
        /** A graph knows better than a config, which may be missing. */
        static Inputs of(UNetConfig config, OnnxSession session) {
            return new Inputs(session.fixedInputSize(UNet2DConditionGraph.SAMPLE, 1).orElse(config.inChannels()),
                    session.fixedInputSize(UNet2DConditionGraph.ENCODER_HIDDEN_STATES, 2)
                            .orElse(config.contextWidth()),
                    config.time().takesSizes(), config.time().guidanceWidth());
        }
    }

    /** The whole network is one graph. */
    private record Plan(UNetConfig config) implements NetworkPlan {
        @Override
        public String title() {
            return "the U-Net";
        }

        @Override
        public String part() {
            return ExportedNetwork.MODEL;
        }

        @Override
        public void write(Layers root) {
            UNet2DConditionGraph.build(root, config);
        }

        @Override
        public void check(OnnxSession session) {
            Set<String> inputs = new TreeSet<>(Set.of(UNet2DConditionGraph.SAMPLE, UNet2DConditionGraph.TIMESTEP,
                    UNet2DConditionGraph.ENCODER_HIDDEN_STATES));
            if (config.time().takesSizes()) {
                inputs.addAll(Set.of(UNet2DConditionGraph.TEXT_EMBEDS, UNet2DConditionGraph.TIME_IDS));
            }
            if (config.time().takesGuidance()) {
                inputs.add(UNet2DConditionGraph.TIMESTEP_COND);
            }
            session.requireInputs(inputs);
            session.requireOutput(UNet2DConditionGraph.OUT_SAMPLE);
        }
    }

    private UNet2DConditionModel(Inputs inputs, OnnxSession session) {
        this.inputs = inputs;
        this.output = session.requireOutput(UNet2DConditionGraph.OUT_SAMPLE);
        this.session = session;
    }

    /**
     * Loads a U-Net.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} if config and weights are not those of such
     *         a network, or it is of a variant that is not supported
     */
    public static UNet2DConditionModel load(NetworkFiles files, SessionSettings settings) {
        UNetConfig config = UNetConfig.read(files.config());
        OnnxSession session = NetworkOpener.open(files, settings, new Plan(config));
        return new UNet2DConditionModel(Inputs.of(config, session), session);
    }

    /**
     * Checks that config and weights belong together and every tensor has its place; reads headers, no numbers.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} as {@link #load}
     */
    public static void check(NetworkFiles files) {
        NetworkOpener.check(files, new Plan(UNetConfig.read(files.config())));
    }

    /** Channels of the latents it inputs. */
    public int inChannels() {
        return inputs.channels;
    }

    /** Width of the text states it inputs. */
    public int contextWidth() {
        return inputs.contextWidth;
    }

    /** Whether it takes a pooled text and image sizes too, as SDXL's does. */
    public boolean takesSizes() {
        return inputs.sizes;
    }

    /**
     * Whether it is told the guidance scale, as distilled networks are that make guided predictions in one run (Meng et
     * al. 2023); a prediction of such a network is not guided again.
     */
    public boolean takesGuidanceScale() {
        return inputs.guidanceWidth > 0;
    }

    /**
     * What SDXL's network takes besides text states.
     *
     * @param pooledText of the second text encoder, [batch, pooled width]
     * @param sizes original height and width, top and left of the crop, target height and width: [batch, 6]
     */
    public record Sizes(FloatTensor pooledText, FloatTensor sizes) {}

    /**
     * Everything that conditions a prediction besides the timestep.
     *
     * @param textStates [batch, tokens, context width]
     * @param sizes given exactly if the network takes them
     * @param guidanceScale above 1 for guidance; may be given if the network takes it
     */
    public record Conditions(FloatTensor textStates, Optional<Sizes> sizes, OptionalDouble guidanceScale) {}

    /**
     * Predicts what the scheduler's prediction type says, mostly the noise.
     *
     * @param latents [batch, channels, h, w], scaled as the scheduler asks
     * @param timestep in the units of training, 0 to 1000; may be a fraction
     * @param textStates [batch, tokens, context width]
     * @return a tensor of the latents' height and width
     */
    public FloatTensor predict(FloatTensor latents, float timestep, FloatTensor textStates) {
        return predict(latents, timestep, new Conditions(textStates, Optional.empty(), OptionalDouble.empty()));
    }

    /** The same with the further inputs of SDXL's network. */
    public FloatTensor predict(FloatTensor latents, float timestep, FloatTensor textStates, Sizes sizes) {
        return predict(latents, timestep, new Conditions(textStates, Optional.of(sizes), OptionalDouble.empty()));
    }

    /** The same with all that a network may take. */
    public FloatTensor predict(FloatTensor latents, float timestep, Conditions conditions) {
        return predict(latents, new float[]{timestep}, conditions);
    }

    /** The same with one timestep for all items of the batch, or one for each. */
    FloatTensor predict(FloatTensor latents, float[] timesteps, Conditions conditions) {
        check(latents, conditions);
        Map<String, FloatTensor> given = new HashMap<>();
        given.put(UNet2DConditionGraph.SAMPLE, latents);
        given.put(UNet2DConditionGraph.TIMESTEP, FloatTensor.of(timesteps, timesteps.length));
        given.put(UNet2DConditionGraph.ENCODER_HIDDEN_STATES, conditions.textStates);
        conditions.sizes.ifPresent(sizes -> {
            given.put(UNet2DConditionGraph.TEXT_EMBEDS, sizes.pooledText);
            given.put(UNet2DConditionGraph.TIME_IDS, sizes.sizes);
        });
        if (takesGuidanceScale()) {
            given.put(UNet2DConditionGraph.TIMESTEP_COND, guidance(conditions.guidanceScale));
        }
        return session.run(given, output).getFirst();
    }

    /** The scale in sines and cosines, [1, width]; zeros, which have no effect, if there is none. */
    private FloatTensor guidance(OptionalDouble scale) {
        int width = inputs.guidanceWidth;
        float[] embedded = scale.isPresent()
                ? GuidanceEmbedding.of(scale.getAsDouble(), width)
                : new float[width];
        return FloatTensor.of(embedded, 1, width);
    }

    private void check(FloatTensor latents, Conditions conditions) {
        boolean sizesGiven = conditions.sizes.isPresent();
        Shape image = latents.shape();
        if (image.rank() != 4 || image.size(1) != inputs.channels) {
            throw new IllegalArgumentException("Latents must have the shape [batch, %d, height, width]; found %s"
                    .formatted(inputs.channels, image));
        }
        Shape text = conditions.textStates.shape();
        if (text.rank() != 3 || text.size(0) != image.size(0) || text.size(2) != inputs.contextWidth) {
            throw new IllegalArgumentException("Text states must have the shape [%d, tokens, %d]; found %s"
                    .formatted(image.size(0), inputs.contextWidth, text));
        }
        if (sizesGiven != takesSizes()) {
            throw new IllegalArgumentException(sizesGiven
                    ? "This U-Net takes no picture sizes"
                    : "This U-Net takes picture sizes and a pooled text too");
        }
        if (conditions.guidanceScale.isPresent() && !takesGuidanceScale()) {
            throw new IllegalArgumentException("This U-Net takes no guidance scale");
        }
    }

    /** Stops the predictions that other threads have begun: they fail with {@code CANCELLED}. */
    public void interrupt() {
        session.interrupt();
    }

    @Override
    public void close() {
        session.close();
    }
}
