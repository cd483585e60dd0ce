package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.ModelConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What config.json says of a U-Net, with the defaults of diffusers' UNet2DConditionModel.
 *
 * @param inChannels channels of the latents
 * @param outChannels channels of the prediction
 * @param down blocks from the input to the middle
 * @param middle the block between; empty in small distilled networks
 * @param up blocks from the middle to the output
 * @param time how the timestep enters
 * @param norm of the residual blocks
 */
record UNetConfig(int inChannels, int outChannels, List<UNetBlock> down, Optional<UNetBlock> middle,
        List<UNetBlock> up, TimeEmbedding time, GroupNorm norm) {

    private static final String CROSS_DOWN = "CrossAttnDownBlock2D";
    private static final String PLAIN_DOWN = "DownBlock2D";
    private static final String CROSS_UP = "CrossAttnUpBlock2D";
    private static final String PLAIN_UP = "UpBlock2D";
    private static final String CROSS_MIDDLE = "UNetMidBlock2DCrossAttn";
    private static final String PLAIN_MIDDLE = "UNetMidBlock2D";

    /** Keys of variants that are not implemented, each with the one value that is, as JSON. */
    private static final Map<String, String> SUPPORTED = Map.ofEntries(Map.entry("act_fn", "\"silu\""),
            Map.entry("attention_type", "\"default\""), Map.entry("center_input_sample", "false"),
            Map.entry("class_embed_type", "null"), Map.entry("class_embeddings_concat", "false"),
            Map.entry("conv_in_kernel", "3"), Map.entry("conv_out_kernel", "3"),
            Map.entry("cross_attention_norm", "null"), Map.entry("downsample_padding", "1"),
            Map.entry("dual_cross_attention", "false"), Map.entry("encoder_hid_dim", "null"),
            Map.entry("encoder_hid_dim_type", "null"), Map.entry("mid_block_only_cross_attention", "false"),
            Map.entry("mid_block_scale_factor", "1"), Map.entry("num_class_embeds", "null"),
            Map.entry("only_cross_attention", "false"), Map.entry("resnet_out_scale_factor", "1.0"),
            Map.entry("resnet_skip_time_act", "false"), Map.entry("resnet_time_scale_shift", "\"default\""),
            Map.entry("time_embedding_act_fn", "null"), Map.entry("time_embedding_dim", "null"),
            Map.entry("time_embedding_type", "\"positional\""), Map.entry("timestep_post_act", "null"));

    /** Keys whose values are read. */
    private static final Set<String> READ = Set.of("addition_embed_type", "addition_time_embed_dim",
            "attention_head_dim", "block_out_channels", "cross_attention_dim", "down_block_types", "flip_sin_to_cos",
            "freq_shift", "in_channels", "layers_per_block", "mid_block_type", "norm_eps", "norm_num_groups",
            "num_attention_heads", "out_channels", "projection_class_embeddings_input_dim",
            "reverse_transformer_layers_per_block", "time_cond_proj_dim", "transformer_layers_per_block",
            "up_block_types");

    /** Keys that say nothing about the arithmetic of one prediction, or that weights tell better. */
    private static final Set<String> HARMLESS = Set.of("addition_embed_type_num_heads", "dropout", "sample_size",
            "upcast_attention", "use_linear_projection");

    private static final Set<String> KNOWN = union(
            List.of(SUPPORTED.keySet(), READ, HARMLESS, TrainingKeys.MOVING_AVERAGE));
    /** Keys for which null is no value of diffusers' class. */
    private static final List<String> NOT_NULL = List.of("attention_head_dim", "block_out_channels",
            "cross_attention_dim", "in_channels", "layers_per_block", "norm_num_groups", "out_channels",
            "transformer_layers_per_block");

    /** Far more than there are; a limit for broken files. */
    private static final int MOST_LAYERS = 1_000;

    /**
     * How a timestep becomes a vector.
     *
     * @param width of the sinusoidal embedding; the learned one is four times as wide
     * @param cosineFirst whether the cosines come before the sines ({@code flip_sin_to_cos})
     * @param frequencyShift subtracted from the number of frequencies
     * @param sizeWidth width of each embedded size number of SDXL ({@code addition_time_embed_dim}); 0 without them
     * @param pooledWidth width of SDXL's pooled text state; 0 without it
     * @param guidanceWidth width of the embedded guidance scale that distilled networks take
     *        ({@code time_cond_proj_dim}); 0 without it
     */
    record TimeEmbedding(int width, boolean cosineFirst, double frequencyShift, int sizeWidth, int pooledWidth,
            int guidanceWidth) {
        /** Width of the learned embedding that every residual block sees. */
        int learnedWidth() {
            return 4 * width;
        }

        /** Whether pooled text and image sizes are further inputs, as in SDXL. */
        boolean takesSizes() {
            return sizeWidth > 0;
        }

        /** Whether the guidance scale is a further input, as in latent consistency models. */
        boolean takesGuidance() {
            return guidanceWidth > 0;
        }
    }

    /**
     * Group normalisation.
     *
     * @param groups of channels normalised together
     * @param epsilon added to the variance
     */
    record GroupNorm(int groups, float epsilon) {}

    /** Reads a config; a key, a block type or a variant that is not implemented is an error that names it. */
    static UNetConfig read(ModelConfig config) {
        config.requireKnownKeys(KNOWN);
        SUPPORTED.forEach(config::requireSupported);
        NOT_NULL.stream().filter(config::isNull).findFirst().ifPresent(key -> {
            throw config.mustBe(key, "given");
        });
        List<UNetBlock> down = down(config);
        GroupNorm norm = new GroupNorm(config.positive("norm_num_groups", 32),
                (float) config.number("norm_eps", 1e-5));
        return new UNetConfig(config.positive("in_channels", 4), config.positive("out_channels", 4), down,
                middle(config, down),
                up(config, down), time(config, down.getFirst().channels()), norm);
    }

    private static List<UNetBlock> down(ModelConfig config) {
        List<String> types = config.texts("down_block_types", List.of(CROSS_DOWN, CROSS_DOWN, CROSS_DOWN, PLAIN_DOWN));
        List<Boolean> attending = attending(config, "down_block_types", types, CROSS_DOWN, PLAIN_DOWN);
        int blocks = types.size();
        List<Integer> channels = config.positives("block_out_channels", List.of(320, 640, 1280, 1280));
        if (channels.size() != blocks) {
            throw config.mustBe("block_out_channels", "a list of %d, one a block".formatted(blocks));
        }
        List<Integer> layers = config.positivesPerBlock("layers_per_block", blocks, 2);
        if (layers.stream().anyMatch(count -> count > MOST_LAYERS)) {
            throw config.mustBe("layers_per_block", "at most " + MOST_LAYERS);
        }
        String headsKey = config.has("num_attention_heads") ? "num_attention_heads" : "attention_head_dim";
        List<Integer> heads = config.positivesPerBlock(headsKey, blocks, 8);
        List<List<Integer>> depths = config.countsPerLayer("transformer_layers_per_block", layers, 1);
        List<Integer> contexts = config.positivesPerBlock("cross_attention_dim", blocks, 1280);
        List<UNetBlock> down = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            if (attending.get(i) && channels.get(i) % heads.get(i) != 0) {
                throw config.mustBe(headsKey, "a divisor of each block's channels %s".formatted(channels));
            }
            down.add(new UNetBlock(attending.get(i), channels.get(i), layers.get(i), heads.get(i), depths.get(i),
                    contexts.get(i), i == blocks - 1));
        }
        return List.copyOf(down);
    }

    /** Null is a value of its own here: small distilled networks have nothing in the middle. */
    private static Optional<UNetBlock> middle(ModelConfig config, List<UNetBlock> down) {
        if (config.isNull("mid_block_type")) {
            return Optional.empty();
        }
        UNetBlock lowest = down.getLast();
        boolean attends = switch (config.text("mid_block_type").orElse(CROSS_MIDDLE)) {
            case CROSS_MIDDLE -> true;
            case PLAIN_MIDDLE -> false;
            default -> throw config.mustBe("mid_block_type", CROSS_MIDDLE + ", " + PLAIN_MIDDLE + " or null");
        };
        if (attends && lowest.channels() % lowest.heads() != 0) {
            throw config.mustBe("attention_head_dim", "a divisor of the middle's channels " + lowest.channels());
        }
        return Optional.of(new UNetBlock(attends, lowest.channels(), attends ? 2 : 1, lowest.heads(),
                lowest.depths().subList(0, 1), lowest.contextWidth(), true));
    }

    private static List<UNetBlock> up(ModelConfig config, List<UNetBlock> down) {
        List<String> types = config.texts("up_block_types", List.of(PLAIN_UP, CROSS_UP, CROSS_UP, CROSS_UP));
        if (types.size() != down.size()) {
            throw config.mustBe("up_block_types", "a list of %d, one a down block".formatted(down.size()));
        }
        List<Boolean> attending = attending(config, "up_block_types", types, CROSS_UP, PLAIN_UP);
        List<UNetBlock> mirrored = down.reversed();
        List<List<Integer>> depths = upDepths(config, mirrored);
        List<UNetBlock> up = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            UNetBlock block = mirrored.get(i);
            if (attending.get(i) && block.channels() % block.heads() != 0) {
                throw config.mustBe("attention_head_dim", "a divisor of each attending block's channels");
            }
            up.add(new UNetBlock(attending.get(i), block.channels(), block.resnets() + 1, block.heads(),
                    depths.get(i), block.contextWidth(), i == types.size() - 1));
        }
        return List.copyOf(up);
    }

    /** On the way up there is a layer more in each block, so depths that differ by layer must be given again. */
    private static List<List<Integer>> upDepths(ModelConfig config, List<UNetBlock> mirrored) {
        if (config.has("reverse_transformer_layers_per_block")) {
            List<Integer> layers = mirrored.stream().map(block -> block.resnets() + 1).toList();
            return config.countsPerLayer("reverse_transformer_layers_per_block", layers, 1);
        }
        if (config.isNested("transformer_layers_per_block")) {
            throw config.mustBe("reverse_transformer_layers_per_block",
                    "given, because transformer_layers_per_block differs between layers of a block");
        }
        return mirrored.stream()
                .map(block -> Collections.nCopies(block.resnets() + 1, block.depths().getFirst()))
                .toList();
    }

    private static List<Boolean> attending(ModelConfig config, String key, List<String> types, String cross,
            String plain) {
        if (types.isEmpty() || types.stream().anyMatch(type -> !type.equals(cross) && !type.equals(plain))) {
            throw config.mustBe(key, "a list of %s and %s".formatted(cross, plain));
        }
        return types.stream().map(cross::equals).toList();
    }

    private static TimeEmbedding time(ModelConfig config, int width) {
        boolean cosineFirst = config.flag("flip_sin_to_cos", true);
        double shift = config.number("freq_shift", 0);
        int guidanceWidth = config.has("time_cond_proj_dim") ? config.positive("time_cond_proj_dim", 1) : 0;
        if (config.text("addition_embed_type").isEmpty()) {
            return new TimeEmbedding(width, cosineFirst, shift, 0, 0, guidanceWidth);
        }
        config.requireSupported("addition_embed_type", "\"text_time\"");
        int sizeWidth = config.positive("addition_time_embed_dim", 256);
        int pooledWidth = config.positive("projection_class_embeddings_input_dim", 2816)
                - UNet2DConditionModel.SIZE_NUMBERS * sizeWidth;
        if (pooledWidth < 1) {
            throw config.mustBe("projection_class_embeddings_input_dim",
                    "more than 6 times addition_time_embed_dim " + sizeWidth);
        }
        return new TimeEmbedding(width, cosineFirst, shift, sizeWidth, pooledWidth, guidanceWidth);
    }

    private static Set<String> union(List<Set<String>> sets) {
        return sets.stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }

    /** Width of the text states; the same in all blocks that attend. */
    int contextWidth() {
        return down.getFirst().contextWidth();
    }
}
