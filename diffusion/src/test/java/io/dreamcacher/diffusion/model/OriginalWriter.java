package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.model.SafetensorsFile.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a diffusers repository as one file by the names of the original training code: what diffusers'
 * {@code convert_diffusers_to_original_*.py} do. It is written from those names, not from the rules under test.
 */
public final class OriginalWriter {
    private static final Pattern BLOCK = Pattern
            .compile("(down|up)_blocks\\.(\\d+)\\.(resnets|attentions|downsamplers|upsamplers)\\.(\\d+)\\.(.+)");
    private static final Pattern MIDDLE = Pattern.compile("mid_block\\.(resnets|attentions)\\.(\\d+)\\.(.+)");
    private static final Map<String, String> UNET_TOP = Map.of("time_embedding.linear_1.", "time_embed.0.",
            "time_embedding.linear_2.", "time_embed.2.", "add_embedding.linear_1.", "label_emb.0.0.",
            "add_embedding.linear_2.", "label_emb.0.2.", "conv_in.", "input_blocks.0.0.", "conv_norm_out.", "out.0.",
            "conv_out.", "out.2.");
    private static final Map<String, String> UNET_RESNET = Map.of("norm1.", "in_layers.0.", "conv1.", "in_layers.2.",
            "time_emb_proj.", "emb_layers.1.", "norm2.", "out_layers.0.", "conv2.", "out_layers.3.", "conv_shortcut.",
            "skip_connection.");
    private static final Map<String, String> VAE_ATTENTION = Map.of("group_norm.", "norm.", "to_q.", "q.", "to_k.",
            "k.", "to_v.", "v.", "to_out.0.", "proj_out.");
    private static final Map<String, String> OPEN_CLIP_LAYER = Map.of("layer_norm1.", "ln_1.", "layer_norm2.", "ln_2.",
            "mlp.fc1.", "mlp.c_fc.", "mlp.fc2.", "mlp.c_proj.", "self_attn.out_proj.", "attn.out_proj.");

    private final DiffusersRepository repository;
    private final Map<String, WeightTensor> tensors = new TreeMap<>();

    private OriginalWriter(DiffusersRepository repository) {
        this.repository = repository;
    }

    /** The tensors of a repository by their original names. */
    public static Map<String, WeightTensor> tensors(Path folder, OriginalFamily family) {
        OriginalWriter writer = new OriginalWriter(DiffusersRepository.open(folder));
        writer.unet();
        writer.vae();
        switch (family) {
            case STABLE_DIFFUSION_1 -> writer.clip("cond_stage_model.transformer.");
            case STABLE_DIFFUSION_2 -> {
                writer.openClip("text_encoder", "cond_stage_model.model.");
                writer.unusedLayer("cond_stage_model.model.");
            }
            case STABLE_DIFFUSION_XL -> {
                writer.clip("conditioner.embedders.0.transformer.");
                writer.openClip("text_encoder_2", "conditioner.embedders.1.model.");
            }
        }
        writer.training();
        return writer.tensors;
    }

    /** Writes such a file; tensors keep the type they are stored in, made ones become F32. */
    public static Path write(Map<String, WeightTensor> tensors, Path file) throws IOException {
        SafetensorsBytes bytes = new SafetensorsBytes();
        tensors.forEach((name, tensor) -> {
            if (tensor instanceof WeightTensor.Stored(var source, var entry) && entry.type() != TensorType.F32) {
                bytes.add(name, entry.type(), entry.shape(), raw(source.path(), entry.offset(), entry.length()));
            } else {
                bytes.add(name, tensor.shape(), tensor.floats());
            }
        });
        return bytes.write(file);
    }

    private static byte[] raw(Path file, long offset, long length) {
        try {
            byte[] all = Files.readAllBytes(file);
            return Arrays.copyOfRange(all, (int) offset, (int) (offset + length));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void unet() {
        ModelConfig config = repository.network("unet").config();
        int blocks = config.positives("block_out_channels", List.of()).size();
        List<Integer> layers = config.positivesPerBlock("layers_per_block", blocks, 2);
        List<String> ups = config.texts("up_block_types", List.of());
        Checkpoint unet = repository.network("unet").checkpoint();
        for (String name : unet.names()) {
            tensors.put("model.diffusion_model." + unetName(name, layers, ups), unet.tensor(name));
        }
    }

    private static String unetName(String name, List<Integer> layers, List<String> ups) {
        Matcher middle = MIDDLE.matcher(name);
        if (middle.matches()) {
            int index = 2 * Integer.parseInt(middle.group(2)) + (middle.group(1).equals("attentions") ? 1 : 0);
            return "middle_block.%d.%s".formatted(index, swap(middle.group(3), UNET_RESNET));
        }
        Matcher block = BLOCK.matcher(name);
        if (!block.matches()) {
            return swap(name, UNET_TOP);
        }
        boolean down = block.group(1).equals("down");
        int index = Integer.parseInt(block.group(2));
        int layer = Integer.parseInt(block.group(4));
        int before = down ? 1 : 0;
        for (int i = 0; i < index; i++) {
            before += layers.get(down ? i : layers.size() - 1 - i) + 1;
        }
        int here = layers.get(down ? index : layers.size() - 1 - index);
        String rest = block.group(5);
        return switch (block.group(3)) {
            case "resnets" -> "%s.%d.0.%s".formatted(down ? "input_blocks" : "output_blocks", before + layer,
                    swap(rest, UNET_RESNET));
            case "attentions" -> "%s.%d.1.%s".formatted(down ? "input_blocks" : "output_blocks", before + layer, rest);
            case "downsamplers" -> "input_blocks.%d.0.op.%s".formatted(before + here, rest.substring("conv.".length()));
            default -> "output_blocks.%d.%d.%s".formatted(before + here, ups.get(index).startsWith("Cross") ? 2 : 1,
                    rest);
        };
    }

    private void vae() {
        Checkpoint vae = repository.network("vae").checkpoint();
        int blocks = repository.network("vae").config().positives("block_out_channels", List.of()).size();
        for (String name : vae.names()) {
            WeightTensor tensor = vae.tensor(name);
            String original = vaeName(name, blocks);
            boolean kernel = original.contains("attn_1") && original.endsWith("weight") && tensor.shape().rank() == 2;
            tensors.put("first_stage_model." + original, kernel ? asKernel(tensor) : tensor);
        }
    }

    /** Attention was made of 1x1 convolutions. */
    private static WeightTensor asKernel(WeightTensor matrix) {
        Shape shape = matrix.shape();
        return new WeightTensor.Made(Shape.of(shape.size(0), shape.size(1), 1, 1), matrix::floats);
    }

    private static String vaeName(String name, int blocks) {
        String half = name.substring(0, name.indexOf('.') + 1);
        String rest = name.substring(half.length());
        Matcher middle = MIDDLE.matcher(rest);
        if (middle.matches()) {
            return half + "mid." + (middle.group(1).equals("resnets")
                    ? "block_%d.%s".formatted(Integer.parseInt(middle.group(2)) + 1, middle.group(3))
                    : "attn_1." + swap(middle.group(3), VAE_ATTENTION));
        }
        Matcher block = BLOCK.matcher(rest);
        if (block.matches()) {
            boolean down = block.group(1).equals("down");
            int index = Integer.parseInt(block.group(2));
            String place = "%s%s.%d.".formatted(half, block.group(1), down ? index : blocks - 1 - index);
            return place + switch (block.group(3)) {
                case "resnets" -> "block.%s.%s".formatted(block.group(4),
                        block.group(5).replace("conv_shortcut", "nin_shortcut"));
                case "downsamplers" -> "downsample." + block.group(5);
                default -> "upsample." + block.group(5);
            };
        }
        return name.replace("conv_norm_out", "norm_out");
    }

    private void clip(String prefix) {
        Checkpoint clip = repository.network("text_encoder").checkpoint();
        clip.names().forEach(name -> tensors.put(prefix + name, clip.tensor(name)));
    }

    private void openClip(String component, String prefix) {
        Checkpoint clip = repository.network(component).checkpoint();
        for (String name : clip.names()) {
            WeightTensor tensor = clip.tensor(name);
            switch (name) {
                case "text_projection.weight" -> tensors.put(prefix + "text_projection", transposed(tensor));
                case "text_model.embeddings.position_embedding.weight" ->
                    tensors.put(prefix + "positional_embedding", tensor);
                case "text_model.embeddings.token_embedding.weight" ->
                    tensors.put(prefix + "token_embedding.weight", tensor);
                default -> {
                    String rest = name.replace("text_model.final_layer_norm", "ln_final");
                    Matcher layer = Pattern.compile("text_model\\.encoder\\.layers\\.(\\d+)\\.(.+)").matcher(rest);
                    if (layer.matches()) {
                        String place = "%stransformer.resblocks.%s.".formatted(prefix, layer.group(1));
                        layerPart(clip, place, layer.group(2), name);
                    } else if (!rest.endsWith("position_ids")) {
                        tensors.put(prefix + rest, tensor);
                    }
                }
            }
        }
        tensors.put(prefix + "logit_scale", new WeightTensor.Made(Shape.of(), () -> new float[]{4.6f}));
    }

    private void layerPart(Checkpoint clip, String place, String part, String name) {
        Matcher projection = Pattern.compile("self_attn\\.([qkv])_proj\\.(weight|bias)").matcher(part);
        if (!projection.matches()) {
            tensors.put(place + swap(part, OPEN_CLIP_LAYER), clip.tensor(name));
        } else if (projection.group(1).equals("q")) {
            String kind = projection.group(2);
            List<float[]> parts = new ArrayList<>();
            for (String letter : List.of("q", "k", "v")) {
                parts.add(clip.tensor(name.replace("q_proj", letter + "_proj")).floats());
            }
            Shape one = clip.tensor(name).shape();
            tensors.put(place + "attn.in_proj_" + kind,
                    new WeightTensor.Made(one.withSize(0, 3 * one.size(0)), () -> joined(parts)));
        }
    }

    private static float[] joined(List<float[]> parts) {
        float[] joined = new float[3 * parts.getFirst().length];
        for (int i = 0; i < parts.size(); i++) {
            System.arraycopy(parts.get(i), 0, joined, i * parts.get(i).length, parts.get(i).length);
        }
        return joined;
    }

    private static WeightTensor transposed(WeightTensor tensor) {
        int rows = tensor.shape().intSize(0);
        int columns = tensor.shape().intSize(1);
        return new WeightTensor.Made(Shape.of(columns, rows), () -> {
            float[] values = tensor.floats();
            float[] transposed = new float[values.length];
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    transposed[column * rows + row] = values[row * columns + column];
                }
            }
            return transposed;
        });
    }

    /** Stable Diffusion 2 was published with the layer and the projection that it does not use. */
    private void unusedLayer(String prefix) {
        String last = prefix + "transformer.resblocks.2.";
        Map<String, WeightTensor> more = new TreeMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(last)) {
                more.put(name.replace(".resblocks.2.", ".resblocks.3."), tensor);
            }
        });
        tensors.putAll(more);
        tensors.put(prefix + "text_projection", new WeightTensor.Made(Shape.of(40, 40), () -> new float[1600]));
    }

    /** What published files carry besides. */
    private void training() {
        for (String name : List.of("betas", "alphas_cumprod", "model_ema.decay",
                "model_ema.diffusion_modelinput_blocks00weight", "first_stage_model.loss.logvar")) {
            tensors.put(name, new WeightTensor.Made(Shape.of(1), () -> new float[1]));
        }
    }

    private static String swap(String name, Map<String, String> beginnings) {
        return beginnings.entrySet()
                .stream()
                .filter(rule -> name.startsWith(rule.getKey()))
                .findFirst()
                .map(rule -> rule.getValue() + name.substring(rule.getKey().length()))
                .orElse(name);
    }
}
