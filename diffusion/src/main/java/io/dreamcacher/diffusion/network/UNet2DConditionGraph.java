package io.dreamcacher.diffusion.network;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Writes the U-Net: down to small images, up again, and every image on the way down is handed across. */
final class UNet2DConditionGraph {
    static final String SAMPLE = "sample";
    static final String TIMESTEP = "timestep";
    static final String ENCODER_HIDDEN_STATES = "encoder_hidden_states";
    static final String TEXT_EMBEDS = "text_embeds";
    static final String TIME_IDS = "time_ids";
    static final String TIMESTEP_COND = "timestep_cond";
    static final String OUT_SAMPLE = "out_sample";

    private final Layers root;
    private final OnnxGraph graph;
    private final UNetConfig config;
    private final Resnet resnet;
    private final Value context;
    private final Value time;
    private final Deque<Image> skips = new ArrayDeque<>();

    /** An image [batch, channels, h, w] on its way through the network. */
    private record Image(Value value, int channels) {}

    private UNet2DConditionGraph(Layers root, UNetConfig config) {
        this.root = root;
        this.graph = root.graph();
        this.config = config;
        this.resnet = new Resnet(config.norm());
        this.context = graph.input(ENCODER_HIDDEN_STATES, OnnxType.FLOAT, "batch", "tokens", "context");
        this.time = new TimestepEmbedding(root, config.time()).build();
    }

    static void build(Layers root, UNetConfig config) {
        new UNet2DConditionGraph(root, config).build();
    }

    private void build() {
        Value sample = graph.input(SAMPLE, OnnxType.FLOAT, "batch", "channels", "height", "width");
        int width = config.down().getFirst().channels();
        Image image = new Image(root.conv("conv_in", sample, Kernel.SAME, config.inChannels(), width), width);
        skips.push(image);
        for (int i = 0; i < config.down().size(); i++) {
            image = down(root.in("down_blocks").in(i), config.down().get(i), image);
        }
        if (config.middle().isPresent()) {
            image = middle(root.in("mid_block"), config.middle().get(), image);
        }
        for (int i = 0; i < config.up().size(); i++) {
            image = up(root.in("up_blocks").in(i), config.up().get(i), image);
        }
        graph.output(OUT_SAMPLE, head(image), "batch", "out_channels", "height", "width");
    }

    private Image down(Layers layers, UNetBlock block, Image input) {
        Image image = input;
        for (int i = 0; i < block.resnets(); i++) {
            image = attend(layers, i, block, resnet(layers, i, image, block.channels()));
            skips.push(image);
        }
        if (block.last()) {
            return image;
        }
        Value halved = layers.conv("downsamplers.0.conv", image.value, Kernel.HALVE, image.channels, image.channels);
        image = new Image(halved, image.channels);
        skips.push(image);
        return image;
    }

    private Image middle(Layers layers, UNetBlock block, Image input) {
        Image image = resnet(layers, 0, input, block.channels());
        for (int i = 1; i < block.resnets(); i++) {
            image = resnet(layers, i, attend(layers, i - 1, block, image), block.channels());
        }
        return image;
    }

    private Image up(Layers layers, UNetBlock block, Image input) {
        Image image = input;
        for (int i = 0; i < block.resnets(); i++) {
            Image skip = skips.pop();
            Image joined = new Image(layers.concat(1, image.value, skip.value), image.channels + skip.channels);
            image = attend(layers, i, block, resnet(layers, i, joined, block.channels()));
        }
        if (block.last()) {
            return image;
        }
        // To the size of the image that comes next: halving rounds up, so doubling alone might be one pixel too many.
        Value enlarged = layers.upsample(image.value, skips.element().value);
        Value smoothed = layers.conv("upsamplers.0.conv", enlarged, Kernel.SAME, image.channels, image.channels);
        return new Image(smoothed, image.channels);
    }

    private Image resnet(Layers layers, int index, Image image, int out) {
        Layers block = layers.in("resnets").in(index);
        Value result = resnet.apply(block, image.value, image.channels, out, hidden -> {
            Value shift = block.exact().linear("time_emb_proj", time, config.time().learnedWidth(), out);
            return block.add(hidden, graph.op("Reshape", List.of(shift, graph.integers(-1, out, 1, 1))));
        });
        return new Image(result, out);
    }

    private Image attend(Layers layers, int index, UNetBlock block, Image image) {
        if (!block.attends()) {
            return image;
        }
        ContextTransformer transformer = new ContextTransformer(block, config.norm().groups());
        Layers attention = layers.in("attentions").in(index);
        return new Image(transformer.apply(attention, image.value, context, block.depths().get(index)),
                image.channels);
    }

    private Value head(Image image) {
        Value normal = root.groupNorm("conv_norm_out", image.value, image.channels, config.norm().groups(),
                config.norm().epsilon());
        return root.conv("conv_out", root.activation(Activation.SILU, normal), Kernel.SAME, image.channels,
                config.outChannels());
    }
}
