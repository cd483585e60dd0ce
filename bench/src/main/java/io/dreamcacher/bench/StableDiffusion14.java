package io.dreamcacher.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The networks of CompVis/stable-diffusion-v1-4: names and shapes of all tensors, without the numbers. */
final class StableDiffusion14 {
    private static final List<Integer> UNET_CHANNELS = List.of(320, 640, 1280, 1280);
    private static final List<Integer> VAE_CHANNELS = List.of(128, 256, 512, 512);
    private static final int TEXT = 768;
    private static final int TIME = 1280;

    private StableDiffusion14() {}

    /** The U-Net: 686 tensors, 860 million numbers. */
    static TensorPlan unet() {
        TensorPlan plan = new TensorPlan();
        plan.linear("time_embedding.linear_1", 320, TIME);
        plan.linear("time_embedding.linear_2", TIME, TIME);
        plan.conv("conv_in", 4, 320, 3);
        Deque<Integer> skips = new ArrayDeque<>(List.of(320));
        int width = 320;
        for (int i = 0; i < 4; i++) {
            width = down(plan.in("down_blocks").in(i), i, width, skips);
        }
        TensorPlan middle = plan.in("mid_block");
        resnet(middle.in("resnets.0"), width, width, true);
        transformer(middle.in("attentions.0"), width);
        resnet(middle.in("resnets.1"), width, width, true);
        for (int i = 0; i < 4; i++) {
            width = up(plan.in("up_blocks").in(i), i, width, skips);
        }
        plan.norm("conv_norm_out", width);
        plan.conv("conv_out", width, 4, 3);
        return plan;
    }

    private static int down(TensorPlan block, int index, int in, Deque<Integer> skips) {
        int width = UNET_CHANNELS.get(index);
        for (int i = 0; i < 2; i++) {
            resnet(block.in("resnets").in(i), i == 0 ? in : width, width, true);
            if (index < 3) {
                transformer(block.in("attentions").in(i), width);
            }
            skips.push(width);
        }
        if (index < 3) {
            block.conv("downsamplers.0.conv", width, width, 3);
            skips.push(width);
        }
        return width;
    }

    private static int up(TensorPlan block, int index, int in, Deque<Integer> skips) {
        int width = UNET_CHANNELS.reversed().get(index);
        for (int i = 0; i < 3; i++) {
            resnet(block.in("resnets").in(i), (i == 0 ? in : width) + skips.pop(), width, true);
            if (index > 0) {
                transformer(block.in("attentions").in(i), width);
            }
        }
        if (index < 3) {
            block.conv("upsamplers.0.conv", width, width, 3);
        }
        return width;
    }

    private static void resnet(TensorPlan block, int in, int out, boolean timed) {
        block.norm("norm1", in);
        block.conv("conv1", in, out, 3);
        if (timed) {
            block.linear("time_emb_proj", TIME, out);
        }
        block.norm("norm2", out);
        block.conv("conv2", out, out, 3);
        if (in != out) {
            block.conv("conv_shortcut", in, out, 1);
        }
    }

    private static void transformer(TensorPlan plan, int width) {
        plan.norm("norm", width);
        plan.conv("proj_in", width, width, 1);
        TensorPlan layer = plan.in("transformer_blocks.0");
        attention(layer.in("attn1"), width, width);
        attention(layer.in("attn2"), width, TEXT);
        layer.linear("ff.net.0.proj", width, 8L * width);
        layer.linear("ff.net.2", 4L * width, width);
        for (int i = 1; i <= 3; i++) {
            layer.norm("norm" + i, width);
        }
        plan.conv("proj_out", width, width, 1);
    }

    private static void attention(TensorPlan plan, int width, int context) {
        plan.table("to_q", width, width);
        plan.table("to_k", width, context);
        plan.table("to_v", width, context);
        plan.linear("to_out.0", width, width);
    }

    /** The autoencoder: 248 tensors, 84 million numbers. */
    static TensorPlan vae() {
        TensorPlan plan = new TensorPlan();
        encoder(plan.in("encoder"));
        plan.conv("quant_conv", 8, 8, 1);
        plan.conv("post_quant_conv", 4, 4, 1);
        decoder(plan.in("decoder"));
        return plan;
    }

    private static void encoder(TensorPlan encoder) {
        encoder.conv("conv_in", 3, 128, 3);
        int in = 128;
        for (int i = 0; i < 4; i++) {
            int width = VAE_CHANNELS.get(i);
            TensorPlan block = encoder.in("down_blocks").in(i);
            resnet(block.in("resnets.0"), in, width, false);
            resnet(block.in("resnets.1"), width, width, false);
            if (i < 3) {
                block.conv("downsamplers.0.conv", width, width, 3);
            }
            in = width;
        }
        middle(encoder.in("mid_block"));
        encoder.norm("conv_norm_out", in);
        encoder.conv("conv_out", in, 8, 3);
    }

    private static void decoder(TensorPlan decoder) {
        decoder.conv("conv_in", 4, 512, 3);
        middle(decoder.in("mid_block"));
        int in = 512;
        for (int i = 0; i < 4; i++) {
            int width = VAE_CHANNELS.reversed().get(i);
            TensorPlan block = decoder.in("up_blocks").in(i);
            for (int k = 0; k < 3; k++) {
                resnet(block.in("resnets").in(k), k == 0 ? in : width, width, false);
            }
            if (i < 3) {
                block.conv("upsamplers.0.conv", width, width, 3);
            }
            in = width;
        }
        decoder.norm("conv_norm_out", in);
        decoder.conv("conv_out", in, 3, 3);
    }

    private static void middle(TensorPlan middle) {
        resnet(middle.in("resnets.0"), 512, 512, false);
        TensorPlan attention = middle.in("attentions.0");
        attention.norm("group_norm", 512);
        for (String matrix : List.of("to_q", "to_k", "to_v", "to_out.0")) {
            attention.linear(matrix, 512, 512);
        }
        resnet(middle.in("resnets.1"), 512, 512, false);
    }

    /** The text tower of openai/clip-vit-large-patch14: 196 tensors, 123 million numbers. */
    static TensorPlan text() {
        TensorPlan plan = new TensorPlan();
        TensorPlan model = plan.in("text_model");
        model.table("embeddings.token_embedding", 49_408, TEXT);
        model.table("embeddings.position_embedding", 77, TEXT);
        for (int i = 0; i < 12; i++) {
            TensorPlan layer = model.in("encoder.layers").in(i);
            for (String matrix : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
                layer.linear("self_attn." + matrix, TEXT, TEXT);
            }
            layer.norm("layer_norm1", TEXT);
            layer.linear("mlp.fc1", TEXT, 4 * TEXT);
            layer.linear("mlp.fc2", 4 * TEXT, TEXT);
            layer.norm("layer_norm2", TEXT);
        }
        model.norm("final_layer_norm", TEXT);
        return plan;
    }
}
