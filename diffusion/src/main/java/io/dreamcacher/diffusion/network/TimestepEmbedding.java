package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.network.UNetConfig.TimeEmbedding;
import java.util.List;

/**
 * Turns a timestep into the vector that every residual block sees: sines and cosines of falling frequencies (Vaswani et
 * al. 2017, section 3.5), then a small perceptron. SDXL adds pooled text and image sizes (Podell et al. 2023, section
 * 2.2).
 */
final class TimestepEmbedding {
    private static final double LONGEST_PERIOD = 10_000;

    private final Layers root;
    private final OnnxGraph graph;
    private final TimeEmbedding config;

    TimestepEmbedding(Layers root, TimeEmbedding config) {
        this.root = root.exact(); // one row for a whole image: costs nothing, and all blocks depend on it
        this.graph = root.graph();
        this.config = config;
    }

    /** The embedding after its SiLU, which every residual block would apply: [batch or 1, learned width]. */
    Value build() {
        Value timestep = graph.input(UNet2DConditionGraph.TIMESTEP, OnnxType.FLOAT, "timesteps");
        Value waves = sinusoid(timestep, config.width());
        if (config.takesGuidance()) {
            waves = root.add(waves, guidance());
        }
        Value embedding = perceptron("time_embedding", waves, config.width());
        if (config.takesSizes()) {
            embedding = root.add(embedding, sizes());
        }
        return root.activation(Activation.SILU, embedding);
    }

    /** The guidance scale that a distilled network is told instead of being run twice (Meng et al. 2023). */
    private Value guidance() {
        Value embedded = graph.input(UNet2DConditionGraph.TIMESTEP_COND, OnnxType.FLOAT, "batch", "guidance");
        return root.in("time_embedding")
                .linearWithoutBias("cond_proj", embedded, config.guidanceWidth(), config.width());
    }

    private Value sizes() {
        Value pooled = graph.input(UNet2DConditionGraph.TEXT_EMBEDS, OnnxType.FLOAT, "batch", "pooled");
        Value sizes = graph.input(UNet2DConditionGraph.TIME_IDS, OnnxType.FLOAT, "batch", "sizes");
        int width = UNet2DConditionModel.SIZE_NUMBERS * config.sizeWidth();
        Value each = sinusoid(sizes, config.sizeWidth()); // [batch * 6, size width]
        Value all = graph.op("Reshape", List.of(each, graph.integers(-1, width))); // [batch, 6 * size width]
        return perceptron("add_embedding", root.concat(1, pooled, all), config.pooledWidth() + width);
    }

    private Value perceptron(String name, Value x, int in) {
        int out = config.learnedWidth();
        Layers layers = root.in(name);
        Value hidden = layers.activation(Activation.SILU, layers.linear("linear_1", x, in, out));
        return layers.linear("linear_2", hidden, out, out);
    }

    /** Numbers of any shape to [count, width]. */
    private Value sinusoid(Value numbers, int width) {
        int half = width / 2;
        float[] frequencies = new float[half];
        for (int i = 0; i < half; i++) {
            frequencies[i] = (float) Math.exp(-Math.log(LONGEST_PERIOD) * i / (half - config.frequencyShift()));
        }
        Value column = graph.op("Reshape", List.of(numbers, graph.integers(-1, 1)));
        Value angle = root.multiply(column, graph.floats(frequencies)); // [count, half]
        Value sine = graph.op("Sin", List.of(angle));
        Value cosine = graph.op("Cos", List.of(angle));
        return config.cosineFirst() ? root.concat(1, cosine, sine) : root.concat(1, sine, cosine);
    }
}
