package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.Fuzz;
import io.dreamcacher.diffusion.model.SafetensorsFile.TensorEntry;
import io.dreamcacher.diffusion.model.SafetensorsFile.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OriginalCheckpointFuzzTest {
    private static final List<String> NAMES = List.of("model.diffusion_model.input_blocks.0.0.weight",
            "model.diffusion_model.input_blocks.1.0.in_layers.2.weight",
            "model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight",
            "model.diffusion_model.input_blocks.1.1.proj_in.weight", "model.diffusion_model.input_blocks.2.0.op.weight",
            "model.diffusion_model.middle_block.0.in_layers.2.weight",
            "model.diffusion_model.middle_block.1.norm.weight",
            "model.diffusion_model.output_blocks.0.0.in_layers.2.weight",
            "model.diffusion_model.output_blocks.0.1.conv.weight", "model.diffusion_model.out.2.weight",
            "model.diffusion_model.label_emb.0.0.weight", "first_stage_model.encoder.down.0.block.0.conv1.weight",
            "first_stage_model.encoder.mid.attn_1.q.weight", "first_stage_model.decoder.up.3.block.0.conv1.weight",
            "first_stage_model.encoder.conv_in.weight", "first_stage_model.decoder.conv_out.weight",
            "first_stage_model.decoder.conv_in.weight", "cond_stage_model.model.token_embedding.weight",
            "cond_stage_model.model.positional_embedding",
            "cond_stage_model.model.transformer.resblocks.0.attn.in_proj_weight",
            "cond_stage_model.model.transformer.resblocks.0.mlp.c_fc.weight", "cond_stage_model.model.text_projection",
            "cond_stage_model.transformer.text_model.embeddings.token_embedding.weight",
            "cond_stage_model.transformer.embeddings.position_embedding.weight",
            "conditioner.embedders.0.transformer.text_model.embeddings.token_embedding.weight",
            "conditioner.embedders.1.model.token_embedding.weight", "conditioner.embedders.1.model.text_projection",
            "conditioner.embedders.1.model.transformer.resblocks.0.attn.in_proj_bias", "global_step", "v_pred",
            "model_ema.decay", "alphas_cumprod");

    @TempDir
    private Path folder;

    @Test
    void read_brokenNamesAndShapes_isASentence() throws IOException {
        SafetensorsFile file = SafetensorsFile
                .open(new SafetensorsBytes().add("x", Shape.of(1), 1).write(folder.resolve("x.safetensors")));
        Fuzz.attempts(random -> {
            OriginalCheckpoint original = OriginalCheckpoint.of(checkpoint(file, random));
            original.schedulerConfig();
            for (String network : original.networks()) {
                original.network(network, OptionalInt.of(random.nextInt(3)));
                original.config(network);
            }
        });
    }

    /** Most of one family's names, some of them mutated, with shapes that may be any. */
    private static Checkpoint checkpoint(SafetensorsFile file, Random random) {
        int family = random.nextInt(4);
        Map<String, WeightTensor> tensors = new TreeMap<>();
        for (String name : NAMES) {
            boolean others = (family == 0 && name.startsWith("cond")) || (family == 1 && name.startsWith("conditioner"))
                    || (family == 2 && name.startsWith("cond_stage")) || (name.contains("label_emb") && family != 2);
            if (!others && random.nextInt(12) > 0) {
                String chosen = random.nextInt(20) == 0 ? Fuzz.mutated(name, random) : name;
                tensors.put(chosen, tensor(file, chosen, random));
            }
        }
        return Checkpoint.of(file.path(), tensors);
    }

    private static WeightTensor tensor(SafetensorsFile file, String name, Random random) {
        int rank = random.nextInt(4) > 0 ? 4 : random.nextInt(6);
        long[] sizes = new long[rank];
        for (int i = 0; i < rank; i++) {
            sizes[i] = random.nextInt(30) == 0 ? random.nextInt(1 << 12) : 64L * (1 + random.nextInt(3));
        }
        Shape shape = Shape.of(sizes);
        return new WeightTensor.Stored(file, new TensorEntry(name, TensorType.F16, shape, 0, 2 * shape.elements()));
    }
}
