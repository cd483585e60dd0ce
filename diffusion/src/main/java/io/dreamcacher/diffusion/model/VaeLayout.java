package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.model.SafetensorsFile.TensorEntry;
import io.dreamcacher.diffusion.model.WeightTensor.Stored;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Translates the names of an autoencoder (CompVis latent-diffusion, model.py) to those of diffusers' AutoencoderKL. On
 * the way up the training code counts resolutions from the image's, diffusers from the latents'.
 */
final class VaeLayout {
    private static final Pattern RESOLUTION = Pattern.compile("(encoder\\.down|decoder\\.up)\\.(\\d{1,4})\\.(.+)");
    private static final Pattern BLOCK = Pattern.compile("block\\.(\\d{1,4})\\.(.+)");
    private static final Pattern MIDDLE = Pattern.compile("(encoder|decoder)\\.mid\\.(.+)");

    private static final Renaming HEADS = new Renaming().rule("encoder.norm_out", "encoder.conv_norm_out")
            .rule("decoder.norm_out", "decoder.conv_norm_out");

    private static final Renaming MIDDLE_PARTS = new Renaming().rule("block_1", "resnets.0")
            .rule("block_2", "resnets.1")
            .rule("attn_1.norm", "attentions.0.group_norm")
            .rule("attn_1.q", "attentions.0.to_q")
            .rule("attn_1.k", "attentions.0.to_k")
            .rule("attn_1.v", "attentions.0.to_v")
            .rule("attn_1.proj_out", "attentions.0.to_out.0");

    private final int deepest;

    /** The layout of an autoencoder with tensors of these original names. */
    VaeLayout(Set<String> names) {
        deepest = names.stream()
                .map(RESOLUTION::matcher)
                .filter(matcher -> matcher.matches() && matcher.group(1).equals("decoder.up"))
                .mapToInt(matcher -> Integer.parseInt(matcher.group(2)))
                .max()
                .orElse(0);
    }

    /** The name in diffusers' AutoencoderKL; a name that no rule fits stays. */
    String translate(String name) {
        Matcher resolution = RESOLUTION.matcher(name);
        if (resolution.matches()) {
            int index = Integer.parseInt(resolution.group(2));
            String rest = resolution(resolution.group(3));
            return resolution.group(1).equals("encoder.down")
                    ? "encoder.down_blocks.%d.%s".formatted(index, rest)
                    : "decoder.up_blocks.%d.%s".formatted(deepest - index, rest);
        }
        Matcher middle = MIDDLE.matcher(name);
        if (middle.matches()) {
            return middle.group(1) + ".mid_block."
                    + resnet(MIDDLE_PARTS.apply(middle.group(2)).orElse(middle.group(2)));
        }
        return HEADS.apply(name).orElse(name);
    }

    private static String resolution(String rest) {
        Matcher block = BLOCK.matcher(rest);
        if (block.matches()) {
            return "resnets.%s.%s".formatted(block.group(1), resnet(block.group(2)));
        }
        return new Renaming().rule("downsample.conv", "downsamplers.0.conv")
                .rule("upsample.conv", "upsamplers.0.conv")
                .apply(rest)
                .orElse(rest);
    }

    private static String resnet(String rest) {
        return rest.replace("nin_shortcut.", "conv_shortcut.");
    }

    /** A matrix that was stored as the kernel of a one-dimensional convolution becomes a matrix again. */
    static WeightTensor flat(WeightTensor tensor) {
        Shape shape = tensor.shape();
        if (tensor instanceof Stored(var file, var entry) && shape.rank() == 3 && shape.size(2) == 1) {
            return new Stored(file, new TensorEntry(entry.name(), entry.type(),
                    Shape.of(shape.size(0), shape.size(1)), entry.offset(), entry.length()));
        }
        return tensor;
    }
}
