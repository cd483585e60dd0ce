package io.dreamcacher.diffusion.model;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the layers of a U-Net are called in the original code of Stable Diffusion (CompVis, sgm), by which LoRAs for SDXL
 * name them: blocks are numbered through, one for each residual block and each change of size.
 */
final class OriginalNames {
    private static final Pattern BLOCK = Pattern
            .compile(
                    "(down_blocks|up_blocks)\\.(\\d{1,4})\\.(resnets|attentions|downsamplers|upsamplers)\\.(\\d{1,4})\\.(.+)");
    private static final Pattern MIDDLE = Pattern.compile("mid_block\\.(resnets|attentions)\\.(\\d{1,4})\\.(.+)");
    private static final Map<String, String> OUTER = Map.of("conv_in", "input_blocks.0.0", "conv_out", "out.2",
            "time_embedding.linear_1", "time_embed.0", "time_embedding.linear_2", "time_embed.2",
            "add_embedding.linear_1", "label_emb.0.0", "add_embedding.linear_2", "label_emb.0.2");
    private static final Map<String, String> RESNET = Map.of("conv1", "in_layers.2", "time_emb_proj", "emb_layers.1",
            "conv2", "out_layers.3", "conv_shortcut", "skip_connection");

    private final Set<String> layers;
    private final int perBlock;

    /** Names for a U-Net that has these layers, by diffusers' names. */
    OriginalNames(Set<String> layers) {
        this.layers = layers;
        int resnets = 0;
        while (has("down_blocks.0.resnets." + resnets + ".")) {
            resnets++;
        }
        this.perBlock = resnets + 1;
    }

    private boolean has(String prefix) {
        return layers.stream().anyMatch(layer -> layer.startsWith(prefix));
    }

    /** The original name of a layer that diffusers calls so; empty if it has none. */
    Optional<String> of(String layer) {
        Matcher block = BLOCK.matcher(layer);
        if (block.matches()) {
            return block(block.group(1).equals("down_blocks"), Integer.parseInt(block.group(2)), block.group(3),
                    Integer.parseInt(block.group(4)), block.group(5));
        }
        Matcher middle = MIDDLE.matcher(layer);
        if (middle.matches()) {
            return middle(middle.group(1), Integer.parseInt(middle.group(2)), middle.group(3));
        }
        return Optional.ofNullable(OUTER.get(layer));
    }

    private Optional<String> block(boolean down, int block, String kind, int index, String rest) {
        String path = "%s.%d.%d.%s";
        return switch (kind) {
            case "resnets" -> inResnet(rest).map(layer -> down
                    ? path.formatted("input_blocks", 1 + block * perBlock + index, 0, layer)
                    : path.formatted("output_blocks", block * perBlock + index, 0, layer));
            case "attentions" -> Optional.of(down
                    ? path.formatted("input_blocks", 1 + block * perBlock + index, 1, rest)
                    : path.formatted("output_blocks", block * perBlock + index, 1, rest));
            case "downsamplers" -> Optional.of(path.formatted("input_blocks", (block + 1) * perBlock, 0, "op"));
            default -> Optional.of(path.formatted("output_blocks", (block + 1) * perBlock - 1,
                    has("up_blocks." + block + ".attentions.") ? 2 : 1, "conv"));
        };
    }

    private static Optional<String> middle(String kind, int index, String rest) {
        return kind.equals("attentions")
                ? Optional.of("middle_block.1." + rest)
                : inResnet(rest).map(layer -> "middle_block.%d.%s".formatted(2 * index, layer));
    }

    private static Optional<String> inResnet(String layer) {
        return Optional.ofNullable(RESNET.get(layer));
    }
}
