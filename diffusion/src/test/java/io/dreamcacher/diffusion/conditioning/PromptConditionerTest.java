package io.dreamcacher.diffusion.conditioning;

import static io.dreamcacher.diffusion.GoldenFiles.assertClose;
import static io.dreamcacher.diffusion.GoldenFiles.floats;
import static io.dreamcacher.diffusion.GoldenFiles.tolerance;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.conditioning.DualClipConditioner.Tower;
import io.dreamcacher.diffusion.network.ClipTextModel;
import io.dreamcacher.diffusion.network.UNet2DConditionModel.Sizes;
import io.dreamcacher.diffusion.onnx.FloatTensor;
import io.dreamcacher.diffusion.onnx.SessionSettings;
import io.dreamcacher.diffusion.repository.ModelFolder;
import io.dreamcacher.diffusion.safetensors.SafetensorsFile;
import io.dreamcacher.diffusion.safetensors.Shape;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.diffusion.tokenizer.TextCleaning;
import io.dreamcacher.request.ImageSize;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PromptConditionerTest {
    private static final ImageSize SIZE = new ImageSize(72, 48);

    @Test
    void condition_twoTowers_agreesWithDiffusers() {
        String file = "tiny-sdxl-golden/prompt.safetensors";
        SafetensorsFile golden = SafetensorsFile.open(GoldenFiles.shared(file));
        Path model = GoldenFiles.shared("tiny-sdxl");
        List<String> prompts = List.of("a red sailing boat on the sea at sunset", "a person surfing");
        List<String> negatives = List.of("blurry, dark", "");
        double tolerance = tolerance(file, "prompt_embeds");
        try (PromptConditioner conditioner = new DualClipConditioner(tower(model, "tokenizer", "text_encoder"),
                tower(model, "tokenizer_2", "text_encoder_2"), false)) {
            for (int i = 0; i < 2; i++) {
                TextConditioning positive = conditioner.positive(prompts.get(i), SIZE);
                TextConditioning negative = conditioner.negative(negatives.get(i), SIZE);
                assertClose("prompt", positive.textStates(), floats(golden, "prompt_embeds").item(i), tolerance);
                assertClose("pooled", pooled(positive), floats(golden, "pooled_prompt_embeds").item(i), tolerance);
                assertClose("negative", negative.textStates(), floats(golden, "negative_prompt_embeds").item(i),
                        tolerance);
                assertClose("negative pooled", pooled(negative),
                        floats(golden, "negative_pooled_prompt_embeds").item(i), tolerance);
            }
        }
    }

    @Test
    void negative_emptyForTwoTowers_isZerosAndKeepsTheSize() {
        Path model = GoldenFiles.shared("tiny-sdxl");
        try (PromptConditioner conditioner = new DualClipConditioner(tower(model, "tokenizer", "text_encoder"),
                tower(model, "tokenizer_2", "text_encoder_2"), true)) {
            TextConditioning both = conditioner.negative("", SIZE).followedBy(conditioner.positive("boat", SIZE));
            Sizes sizes = both.sizes().orElseThrow();

            assertThat(both.textStates().shape()).isEqualTo(Shape.of(2, 77, 72));
            assertThat(both.textStates().item(0).values()).containsOnly(0);
            assertThat(sizes.pooledText().item(0).values()).containsOnly(0);
            assertThat(sizes.sizes().values()).containsExactly(48, 72, 0, 0, 48, 72, 48, 72, 0, 0, 48, 72);
        }
    }

    private static FloatTensor pooled(TextConditioning conditioning) {
        return conditioning.sizes().orElseThrow().pooledText();
    }

    private static Tower tower(Path model, String tokenizer, String encoder) {
        return new Tower(ClipTokenizer.fromFolder(model.resolve(tokenizer), TextCleaning.TRANSFORMERS),
                ClipTextModel.load(ModelFolder.open(model.resolve(encoder)), new SessionSettings(2)));
    }
}
