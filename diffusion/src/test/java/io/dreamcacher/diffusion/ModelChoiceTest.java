package io.dreamcacher.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.repository.ModelRepository;
import io.dreamcacher.diffusion.safetensors.WeightTensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ModelChoiceTest {
    private static final String QUERY = "text_model.encoder.layers.1.self_attn.q_proj.weight";
    private static final String TOKENS = "text_model.embeddings.token_embedding.weight";

    @Test
    void open_nothingLaidOver_isTheModel() {
        ModelRepository plain = ModelChoice.of(shared("tiny-sd1")).open();
        assertThat(plain.network("text_encoder").checkpoint().tensor(QUERY)).isInstanceOf(WeightTensor.Stored.class);
    }

    @Test
    void open_loraAndEmbedding_changesWeightsAndVocabulary() {
        ModelRepository adapted = new ModelChoice(shared("tiny-sd1"), Optional.empty(),
                List.of(new ModelChoice.Lora(extra("lora-kohya"), 0.5)), List.of(extra("textual-inversion"))).open();

        assertThat(adapted.network("text_encoder").checkpoint().tensor(QUERY)).isInstanceOf(WeightTensor.Made.class);
        assertThat(adapted.network("text_encoder").checkpoint().tensor(TOKENS).shape().size(0)).isEqualTo(2050);
        assertThat(adapted.tokenizer("tokenizer").ids("<postcard-style>")).containsExactly(2048, 2049);
        assertThat(adapted.files()).isEqualTo(ModelRepository.open(shared("tiny-sd1")).files());
        assertThat(adapted.kind()).isEqualTo(ModelRepository.Kind.STABLE_DIFFUSION);
    }

    @Test
    void open_otherAutoencoder_isUsedFromItsFolderOrRepository() {
        for (String place : List.of("tiny-sd1-old-vae/vae", "tiny-sd2")) {
            ModelRepository adapted = new ModelChoice(shared("tiny-sd1"), Optional.of(shared(place)), List.of(),
                    List.of()).open();
            assertThat(adapted.network("vae").name()).contains(place);
            assertThat(adapted.network("unet").name()).contains("tiny-sd1");
        }
    }

    @Test
    void open_filesOfAnotherFamily_isRefused() {
        assertThatThrownBy(() -> new ModelChoice(shared("tiny-sdxl"), Optional.empty(),
                List.of(new ModelChoice.Lora(extra("lora-kohya"), 0.5)), List.of()).open())
                .hasMessageContaining("must be made for this family of models");
        assertThatThrownBy(() -> new ModelChoice(shared("tiny-sd2"), Optional.empty(), List.of(),
                List.of(extra("textual-inversion"))).open()).hasMessageContaining("40; its are 32 wide");
    }

    private static Path shared(String name) {
        return GoldenFiles.shared(name);
    }

    private static Path extra(String name) {
        return shared("tiny-sd1-extras/" + name + ".safetensors");
    }
}
