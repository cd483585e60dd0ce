package io.dreamcacher.diffusion.model;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Names and shapes of the published checkpoints, built as the original training code builds its modules (CompVis
 * latent-diffusion openaimodel.py and model.py with the published YAML settings; OpenCLIP). Files made of them have a
 * header and a length, and a hole for the weights.
 */
public final class PublishedShapes {
    private final Map<String, long[]> shapes = new TreeMap<>();
    private String prefix = "";

    private PublishedShapes() {}

    /** Stable Diffusion 1.5; 9 channels are those of its inpainting model. */
    public static PublishedShapes sd1(int inChannels) {
        PublishedShapes made = new PublishedShapes();
        made.unet(inChannels, List.of(1, 2, 4, 4), List.of(1, 1, 1, 0), 1, 768, false, 0);
        made.vae();
        made.in("cond_stage_model.transformer.").clip(768, 12);
        return made;
    }

    /** Stable Diffusion 2.x. */
    public static PublishedShapes sd2(int inChannels) {
        PublishedShapes made = new PublishedShapes();
        made.unet(inChannels, List.of(1, 2, 4, 4), List.of(1, 1, 1, 0), 1, 1024, true, 0);
        made.vae();
        made.in("cond_stage_model.model.").openClip(1024, 24);
        return made;
    }

    /** Stable Diffusion XL, base. */
    public static PublishedShapes xl() {
        PublishedShapes made = new PublishedShapes();
        made.unet(4, List.of(1, 2, 4), List.of(0, 2, 10), 10, 2048, true, 2816);
        made.vae();
        made.in("conditioner.embedders.0.transformer.").clip(768, 12);
        made.in("conditioner.embedders.1.model.").openClip(1280, 32);
        return made;
    }

    /** Another tensor. */
    public PublishedShapes with(String name, long... shape) {
        shapes.put(name, shape);
        return this;
    }

    /** Writes a file of half-precision tensors whose numbers are a hole. */
    public Path write(Path file) throws IOException {
        List<String> entries = new ArrayList<>();
        long offset = 0;
        for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
            long end = offset + 2 * Arrays.stream(tensor.getValue()).reduce(1, (a, b) -> a * b);
            entries.add("\"%s\":{\"dtype\":\"F16\",\"shape\":%s,\"data_offsets\":[%d,%d]}".formatted(tensor.getKey(),
                    Arrays.toString(tensor.getValue()), offset, end));
            offset = end;
        }
        byte[] header = entries.stream().collect(Collectors.joining(",", "{", "}")).getBytes(StandardCharsets.UTF_8);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
            out.write(header);
            out.setLength(8 + header.length + offset);
        }
        return file;
    }

    private PublishedShapes in(String name) {
        prefix = name;
        return this;
    }

    private void add(String name, long... shape) {
        shapes.put(prefix + name + ".weight", shape);
        shapes.put(prefix + name + ".bias", new long[]{shape[0]});
    }

    private void weight(String name, long... shape) {
        shapes.put(prefix + name + ".weight", shape);
    }

    private void unet(int in, List<Integer> multipliers, List<Integer> depths, int middleDepth, int context,
            boolean linear, int labels) {
        in("model.diffusion_model.");
        long base = 320;
        add("time_embed.0", 4 * base, base);
        add("time_embed.2", 4 * base, 4 * base);
        if (labels > 0) {
            add("label_emb.0.0", 4 * base, labels);
            add("label_emb.0.2", 4 * base, 4 * base);
        }
        add("input_blocks.0.0", base, in, 3, 3);
        Deque<Long> skips = new ArrayDeque<>(List.of(base));
        long channels = base;
        int block = 1;
        for (int level = 0; level < multipliers.size(); level++) {
            for (int i = 0; i < 2; i++, block++) {
                unetResnet("input_blocks.%d.0.".formatted(block), channels, base * multipliers.get(level));
                channels = base * multipliers.get(level);
                transformer("input_blocks.%d.1.".formatted(block), channels, depths.get(level), context, linear);
                skips.push(channels);
            }
            if (level < multipliers.size() - 1) {
                add("input_blocks.%d.0.op".formatted(block++), channels, channels, 3, 3);
                skips.push(channels);
            }
        }
        unetResnet("middle_block.0.", channels, channels);
        transformer("middle_block.1.", channels, middleDepth, context, linear);
        unetResnet("middle_block.2.", channels, channels);
        block = 0;
        for (int level = multipliers.size() - 1; level >= 0; level--) {
            for (int i = 0; i < 3; i++, block++) {
                unetResnet("output_blocks.%d.0.".formatted(block), channels + skips.pop(),
                        base * multipliers.get(level));
                channels = base * multipliers.get(level);
                transformer("output_blocks.%d.1.".formatted(block), channels, depths.get(level), context, linear);
                if (level > 0 && i == 2) {
                    add("output_blocks.%d.%d.conv".formatted(block, depths.get(level) > 0 ? 2 : 1), channels, channels,
                            3, 3);
                }
            }
        }
        add("out.0", base);
        add("out.2", 4, base, 3, 3);
    }

    private void unetResnet(String name, long in, long out) {
        add(name + "in_layers.0", in);
        add(name + "in_layers.2", out, in, 3, 3);
        add(name + "emb_layers.1", out, 1280);
        add(name + "out_layers.0", out);
        add(name + "out_layers.3", out, out, 3, 3);
        if (in != out) {
            add(name + "skip_connection", out, in, 1, 1);
        }
    }

    private void transformer(String name, long width, int depth, long context, boolean linear) {
        if (depth == 0) {
            return;
        }
        long[] projection = linear ? new long[]{width, width} : new long[]{width, width, 1, 1};
        add(name + "norm", width);
        add(name + "proj_in", projection);
        add(name + "proj_out", projection);
        for (int i = 0; i < depth; i++) {
            String layer = name + "transformer_blocks." + i + ".";
            for (String attention : List.of("attn1.", "attn2.")) {
                long read = attention.equals("attn1.") ? width : context;
                weight(layer + attention + "to_q", width, width);
                weight(layer + attention + "to_k", width, read);
                weight(layer + attention + "to_v", width, read);
                add(layer + attention + "to_out.0", width, width);
            }
            add(layer + "ff.net.0.proj", 8 * width, width);
            add(layer + "ff.net.2", width, 4 * width);
            for (int norm = 1; norm <= 3; norm++) {
                add(layer + "norm" + norm, width);
            }
        }
    }

    private void vae() {
        in("first_stage_model.");
        List<Long> channels = List.of(128L, 256L, 512L, 512L);
        add("encoder.conv_in", 128, 3, 3, 3);
        long in = 128;
        for (int i = 0; i < 4; i++) {
            in = vaeLevel("encoder.down.%d.".formatted(i), in, channels.get(i), 2);
            if (i < 3) {
                add("encoder.down.%d.downsample.conv".formatted(i), in, in, 3, 3);
            }
        }
        vaeEnds("encoder.", 512, 8);
        add("quant_conv", 8, 8, 1, 1);
        add("post_quant_conv", 4, 4, 1, 1);
        add("decoder.conv_in", 512, 4, 3, 3);
        in = 512;
        for (int i = 3; i >= 0; i--) {
            in = vaeLevel("decoder.up.%d.".formatted(i), in, channels.get(i), 3);
            if (i > 0) {
                add("decoder.up.%d.upsample.conv".formatted(i), in, in, 3, 3);
            }
        }
        vaeEnds("decoder.", 128, 3);
    }

    private long vaeLevel(String name, long in, long out, int blocks) {
        List<Long> inputs = new ArrayList<>(Collections.nCopies(blocks, out));
        inputs.set(0, in);
        for (int i = 0; i < blocks; i++) {
            vaeResnet(name + "block." + i + ".", inputs.get(i), out);
        }
        return out;
    }

    private void vaeEnds(String half, long last, long out) {
        vaeResnet(half + "mid.block_1.", 512, 512);
        add(half + "mid.attn_1.norm", 512);
        for (String part : List.of("q", "k", "v", "proj_out")) {
            add(half + "mid.attn_1." + part, 512, 512, 1, 1);
        }
        vaeResnet(half + "mid.block_2.", 512, 512);
        add(half + "norm_out", last);
        add(half + "conv_out", out, last, 3, 3);
    }

    private void vaeResnet(String name, long in, long out) {
        add(name + "norm1", in);
        add(name + "conv1", out, in, 3, 3);
        add(name + "norm2", out);
        add(name + "conv2", out, out, 3, 3);
        if (in != out) {
            add(name + "nin_shortcut", out, in, 1, 1);
        }
    }

    private void clip(long width, int layers) {
        weight("text_model.embeddings.token_embedding", 49_408, width);
        weight("text_model.embeddings.position_embedding", 77, width);
        shapes.put(prefix + "text_model.embeddings.position_ids", new long[]{1, 77});
        for (int i = 0; i < layers; i++) {
            String layer = "text_model.encoder.layers." + i + ".";
            for (String part : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
                add(layer + "self_attn." + part, width, width);
            }
            add(layer + "layer_norm1", width);
            add(layer + "layer_norm2", width);
            add(layer + "mlp.fc1", 4 * width, width);
            add(layer + "mlp.fc2", width, 4 * width);
        }
        add("text_model.final_layer_norm", width);
    }

    private void openClip(long width, int layers) {
        weight("token_embedding", 49_408, width);
        shapes.put(prefix + "positional_embedding", new long[]{77, width});
        for (int i = 0; i < layers; i++) {
            String layer = "transformer.resblocks." + i + ".";
            shapes.put(prefix + layer + "attn.in_proj_weight", new long[]{3 * width, width});
            shapes.put(prefix + layer + "attn.in_proj_bias", new long[]{3 * width});
            add(layer + "attn.out_proj", width, width);
            add(layer + "ln_1", width);
            add(layer + "ln_2", width);
            add(layer + "mlp.c_fc", 4 * width, width);
            add(layer + "mlp.c_proj", width, 4 * width);
        }
        add("ln_final", width);
        shapes.put(prefix + "text_projection", new long[]{width, width});
        shapes.put(prefix + "logit_scale", new long[0]);
    }
}
