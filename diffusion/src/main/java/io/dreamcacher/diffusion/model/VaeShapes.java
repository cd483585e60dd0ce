package io.dreamcacher.diffusion.model;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Derives the config of an autoencoder from its tensors. Shapes tell all but the scaling factor and the groups of norms. */
final class VaeShapes {
    private static final JsonMapper JSON = new JsonMapper();
    private static final double SCALING_FACTOR = 0.18215;
    private static final double XL_SCALING_FACTOR = 0.13025;

    private final Shapes shapes;

    VaeShapes(Shapes shapes) {
        this.shapes = shapes;
    }

    /** What config.json would say, as JSON. */
    ObjectNode config(OriginalFamily family) {
        ObjectNode config = JSON.createObjectNode().put("_class_name", "AutoencoderKL");
        int resolutions = shapes.count("encoder.down_blocks.");
        if (resolutions == 0) {
            throw shapes.untold("autoencoder", "it has no resolutions");
        }
        List<Integer> channels = IntStream.range(0, resolutions)
                .mapToObj(i -> shapes.size("encoder.down_blocks.%d.resnets.0.conv1.weight".formatted(i), 0))
                .toList();
        ArrayNode channelArray = config.putArray("block_out_channels");
        channels.forEach(channelArray::add);
        types(config.putArray("down_block_types"), "DownEncoderBlock2D", resolutions);
        types(config.putArray("up_block_types"), "UpDecoderBlock2D", resolutions);
        config.put("layers_per_block", shapes.count("encoder.down_blocks.0.resnets."));
        config.put("in_channels", shapes.size("encoder.conv_in.weight", 1));
        config.put("out_channels", shapes.size("decoder.conv_out.weight", 0));
        config.put("latent_channels", shapes.size("decoder.conv_in.weight", 1));
        config.put("mid_block_add_attention", shapes.any("encoder.mid_block.attentions."));
        config.put("use_quant_conv", shapes.any("quant_conv."));
        config.put("use_post_quant_conv", shapes.any("post_quant_conv."));
        return config.put("scaling_factor", switch (family) {
            case STABLE_DIFFUSION_1, STABLE_DIFFUSION_2 -> SCALING_FACTOR;
            case STABLE_DIFFUSION_XL -> XL_SCALING_FACTOR;
        });
    }

    private static void types(ArrayNode array, String type, int count) {
        Collections.nCopies(count, type).forEach(array::add);
    }
}
