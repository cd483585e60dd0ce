package io.dreamcacher.diffusion.model;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Translates the names of a U-Net. The training code (CompVis latent-diffusion, openaimodel.py) counts all blocks on the
 * way down in one list, {@code input_blocks}, and all on the way up in another, {@code output_blocks}; diffusers groups
 * them by resolution. A resolution ends where the image is halved ({@code op}) or doubled ({@code conv}).
 */
final class UNetLayout {
    private static final Pattern LISTED = Pattern
            .compile("(input_blocks|output_blocks|middle_block)\\.(\\d{1,4})\\.(?:(\\d)\\.)?(.+)");

    private static final Renaming OUTSIDE = new Renaming().rule("time_embed.0", "time_embedding.linear_1")
            .rule("time_embed.2", "time_embedding.linear_2")
            .rule("label_emb.0.0", "add_embedding.linear_1")
            .rule("label_emb.0.2", "add_embedding.linear_2")
            .rule("input_blocks.0.0", "conv_in")
            .rule("out.0", "conv_norm_out")
            .rule("out.2", "conv_out");

    private static final Renaming RESNET = new Renaming().rule("in_layers.0", "norm1")
            .rule("in_layers.2", "conv1")
            .rule("emb_layers.1", "time_emb_proj")
            .rule("out_layers.0", "norm2")
            .rule("out_layers.3", "conv2")
            .rule("skip_connection", "conv_shortcut");

    private static final Renaming RESIZE = new Renaming().rule("op", "downsamplers.0.conv")
            .rule("conv", "upsamplers.0.conv");

    private final Map<Integer, Place> inputs;
    private final Map<Integer, Place> outputs;

    /** A block's resolution, and which of its layers it is. */
    private record Place(int resolution, int layer) {}

    /** The layout of a U-Net with tensors of these original names. */
    UNetLayout(Set<String> names) {
        inputs = places(names, "input_blocks", i -> names.contains("input_blocks.%d.0.op.weight".formatted(i)));
        outputs = places(names, "output_blocks", i -> names.contains("output_blocks.%d.1.conv.weight".formatted(i))
                || names.contains("output_blocks.%d.2.conv.weight".formatted(i)));
    }

    private static Map<Integer, Place> places(Set<String> names, String list, IntPredicate endsResolution) {
        TreeSet<Integer> indices = new TreeSet<>();
        for (String name : names) {
            Matcher matcher = LISTED.matcher(name);
            if (matcher.matches() && matcher.group(1).equals(list) && !OUTSIDE.apply(name).isPresent()) {
                indices.add(Integer.valueOf(matcher.group(2)));
            }
        }
        Map<Integer, Place> places = new TreeMap<>();
        int resolution = 0;
        int layer = 0;
        for (int index : indices) {
            places.put(index, new Place(resolution, layer));
            boolean ends = endsResolution.test(index);
            resolution += ends ? 1 : 0;
            layer = ends ? 0 : layer + 1;
        }
        return places;
    }

    /** The name in diffusers' UNet2DConditionModel; a name that no rule fits stays, so that it will be found unused. */
    String translate(String name) {
        return OUTSIDE.apply(name).orElseGet(() -> {
            Matcher matcher = LISTED.matcher(name);
            return matcher.matches() ? listed(matcher) : name;
        });
    }

    private String listed(Matcher name) {
        int index = Integer.parseInt(name.group(2));
        String rest = name.group(4);
        return switch (name.group(1)) {
            case "input_blocks" -> "down_blocks." + within(inputs, index, rest);
            case "output_blocks" -> "up_blocks." + within(outputs, index, rest);
            default -> "mid_block." + layer(index / 2, middleRest(name)); // resnet, transformer, resnet
        };
    }

    /** In the middle there is no number within a block; what looked like one belongs to the name. */
    private static String middleRest(Matcher name) {
        String number = name.group(3);
        return number == null ? name.group(4) : number + "." + name.group(4);
    }

    private static String within(Map<Integer, Place> places, int index, String rest) {
        Place place = places.getOrDefault(index, new Place(0, 0));
        return place.resolution + "." + RESIZE.apply(rest).orElseGet(() -> layer(place.layer, rest));
    }

    private static String layer(int layer, String rest) {
        return RESNET.apply(rest)
                .map(name -> "resnets.%d.%s".formatted(layer, name))
                .orElseGet(() -> "attentions.%d.%s".formatted(layer, rest));
    }
}
