package io.dreamcacher.diffusion.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Derives the config of a U-Net from its tensors. Shapes tell all but the number of heads (8 in Stable Diffusion 1, 64
 * channels each in 2 and XL), the width of XL's embedded size numbers (256) and the groups of norms (32).
 */
final class UNetShapes {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int HEADS = 8;
    private static final int HEAD_WIDTH = 64;
    private static final int SIZE_EMBEDDING = 256;

    private final Shapes shapes;
    private final OriginalFamily family;

    /** One resolution: channels, and the depth of the transformer after each residual block; 0 stands for none. */
    private record Resolution(int channels, List<Integer> depths) {
        boolean attends() {
            return depths.stream().anyMatch(depth -> depth > 0);
        }

        boolean even() {
            return new HashSet<>(depths).size() == 1;
        }
    }

    UNetShapes(Shapes shapes, OriginalFamily family) {
        this.shapes = shapes;
        this.family = family;
    }

    /** What config.json would say, as JSON. */
    ObjectNode config() {
        List<Resolution> down = resolutions("down_blocks.");
        List<Resolution> up = resolutions("up_blocks.");
        if (down.isEmpty() || up.size() != down.size()) {
            throw shapes.untold("U-Net", "it has %d resolutions on the way down and %d on the way up"
                    .formatted(down.size(), up.size()));
        }
        ObjectNode config = JSON.createObjectNode().put("_class_name", "UNet2DConditionModel");
        config.put("in_channels", shapes.size("conv_in.weight", 1));
        config.put("out_channels", shapes.size("conv_out.weight", 0));
        config.set("block_out_channels", array(down.stream().map(Resolution::channels).toList()));
        config.set("down_block_types", types(down, "DownBlock2D"));
        config.set("up_block_types", types(up, "UpBlock2D"));
        middle(config);
        config.set("layers_per_block", array(down.stream().map(block -> block.depths.size()).toList()));
        depths(config, down, up);
        config.set("attention_head_dim", array(down.stream().map(this::heads).toList()));
        attention(config, down.size());
        if (shapes.any("add_embedding.")) {
            config.put("addition_embed_type", "text_time").put("addition_time_embed_dim", SIZE_EMBEDDING);
            config.put("projection_class_embeddings_input_dim", shapes.size("add_embedding.linear_1.weight", 1));
        }
        return config;
    }

    private List<Resolution> resolutions(String list) {
        List<Resolution> resolutions = new ArrayList<>();
        for (int i = 0; i < shapes.count(list); i++) {
            String block = list + i + ".";
            int channels = shapes.size(block + "resnets.0.conv1.weight", 0);
            List<Integer> depths = IntStream.range(0, shapes.count(block + "resnets."))
                    .mapToObj(layer -> shapes.count("%sattentions.%d.transformer_blocks.".formatted(block, layer)))
                    .toList();
            resolutions.add(new Resolution(channels, depths));
        }
        return resolutions;
    }

    private int heads(Resolution block) {
        if (family == OriginalFamily.STABLE_DIFFUSION_1) {
            return HEADS;
        }
        if (block.channels % HEAD_WIDTH != 0) {
            throw shapes.untold("number of attention heads",
                    "%d channels are not made of heads %d wide".formatted(block.channels, HEAD_WIDTH));
        }
        return block.channels / HEAD_WIDTH;
    }

    private static ArrayNode types(List<Resolution> resolutions, String plain) {
        ArrayNode types = JSON.createArrayNode();
        resolutions.forEach(block -> types.add((block.attends() ? "CrossAttn" : "") + plain));
        return types;
    }

    private void middle(ObjectNode config) {
        if (!shapes.any("mid_block.")) {
            config.putNull("mid_block_type");
            return;
        }
        config.put("mid_block_type",
                shapes.any("mid_block.attentions.") ? "UNetMidBlock2DCrossAttn" : "UNetMidBlock2D");
    }

    /** One depth a resolution will do if its layers agree, and the way up mirrors the way down. */
    private void depths(ObjectNode config, List<Resolution> down, List<Resolution> up) {
        boolean mirrored = IntStream.range(0, down.size()).allMatch(i -> {
            Resolution opposite = up.get(down.size() - 1 - i);
            return down.get(i).even() && opposite.even()
                    && (!opposite.attends() || opposite.depths.getFirst().equals(downDepth(down, i)));
        });
        if (mirrored) {
            config.set("transformer_layers_per_block",
                    array(IntStream.range(0, down.size()).mapToObj(i -> downDepth(down, i)).toList()));
            return;
        }
        config.set("transformer_layers_per_block", nested(down));
        config.set("reverse_transformer_layers_per_block", nested(up));
    }

    /** A block that does not attend may have any depth; that of the lowest one goes for the middle. */
    private int downDepth(List<Resolution> down, int index) {
        Resolution block = down.get(index);
        if (block.attends()) {
            return block.depths.getFirst();
        }
        int middle = shapes.count("mid_block.attentions.0.transformer_blocks.");
        return index == down.size() - 1 && middle > 0 ? middle : 1;
    }

    private static ArrayNode nested(List<Resolution> resolutions) {
        ArrayNode nested = JSON.createArrayNode();
        resolutions.forEach(block -> nested.add(array(block.depths)));
        return nested;
    }

    private void attention(ObjectNode config, int resolutions) {
        for (int i = 0; i < resolutions; i++) {
            String transformer = "down_blocks.%d.attentions.0.".formatted(i);
            if (shapes.any(transformer)) {
                config.put("cross_attention_dim",
                        shapes.size(transformer + "transformer_blocks.0.attn2.to_k.weight", 1));
                config.put("use_linear_projection", shapes.rank(transformer + "proj_in.weight") == 2);
                return;
            }
        }
        throw shapes.untold("width of text states", "no block on the way down attends to them");
    }

    private static ArrayNode array(List<Integer> numbers) {
        ArrayNode array = JSON.createArrayNode();
        numbers.forEach(array::add);
        return array;
    }
}
