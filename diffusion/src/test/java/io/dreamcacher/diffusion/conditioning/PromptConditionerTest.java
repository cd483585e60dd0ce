package io.dreamcacher.diffusion.conditioning;

import static io.dreamcacher.diffusion.GoldenFiles.assertClose;
import static io.dreamcacher.diffusion.GoldenFiles.floats;
import static io.dreamcacher.diffusion.GoldenFiles.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.network.UNet2DConditionModel.Sizes;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.LongPrompts;
import io.dreamcacher.request.PromptSyntax;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Text states against diffusers 0.40, and weighted and chunked ones against what transformers 5.18 and PyTorch 2.13 give
 * by the rules of AUTOMATIC1111's web UI 1.10.
 */
final class PromptConditionerTest {
    private static final ImageSize SIZE = new ImageSize(72, 48);
    private static final PromptOptions WEB_UI = new PromptOptions(0, PromptSyntax.WEIGHTED, LongPrompts.CHUNKED);
    private static final List<String> PROMPTS = List.of("a red sailing boat on the sea at sunset", "a person surfing");

    @Test
    void encode_twoTowers_agreesWithDiffusers() {
        String file = "tiny-sdxl-golden/prompt.safetensors";
        SafetensorsFile golden = SafetensorsFile.open(GoldenFiles.shared(file));
        List<String> negatives = List.of("blurry, dark", "");
        double tolerance = tolerance(file, "prompt_embeds");
        try (PromptConditioner conditioner = load("tiny-sdxl")) {
            for (int i = 0; i < 2; i++) {
                PromptEmbeddings both = conditioner.encode(Prompt.of(PROMPTS.get(i), negatives.get(i)), SIZE,
                        PromptOptions.DEFAULT);
                assertClose("prompt", both.positive().textStates(), floats(golden, "prompt_embeds").item(i), tolerance);
                assertClose("pooled", pooled(both.positive()), floats(golden, "pooled_prompt_embeds").item(i),
                        tolerance);
                assertClose("negative", both.negative().textStates(), floats(golden, "negative_prompt_embeds").item(i),
                        tolerance);
                assertClose("negative pooled", pooled(both.negative()),
                        floats(golden, "negative_pooled_prompt_embeds").item(i), tolerance);
            }
        }
    }

    @Test
    void encode_negativeNotGivenForTwoTowers_isZerosAndKeepsTheSize() {
        try (PromptConditioner conditioner = load("tiny-sdxl")) {
            PromptEmbeddings both = conditioner.encode(Prompt.of("boat"), SIZE, PromptOptions.DEFAULT);
            Sizes sizes = both.negative().followedBy(both.positive()).sizes().orElseThrow();

            assertThat(both.negative().textStates().shape()).isEqualTo(Shape.of(1, 77, 72));
            assertThat(both.negative().textStates().values()).containsOnly(0);
            assertThat(sizes.pooledText().item(0).values()).containsOnly(0);
            assertThat(sizes.sizes().values()).containsExactly(48, 72, 0, 0, 48, 72, 48, 72, 0, 0, 48, 72);
            assertThat(conditioner.encode(Prompt.of("boat", ""), SIZE, PromptOptions.DEFAULT)
                    .negative()
                    .textStates()
                    .values()).doesNotContain(0);
        }
    }

    @Test
    void withSizes_othersForEachSide_replacesWhatSdxlIsTold() {
        try (PromptConditioner conditioner = load("tiny-sdxl")) {
            PromptEmbeddings both = conditioner.encode(Prompt.of("boat"), SIZE, PromptOptions.DEFAULT)
                    .withSizes(FloatTensor.of(new float[]{1, 2, 3, 4, 5, 6}, 1, 6),
                            FloatTensor.of(new float[]{6, 5, 4, 3, 2, 1}, 1, 6));
            assertThat(both.positive().sizes().orElseThrow().sizes().values()).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(both.negative().sizes().orElseThrow().sizes().values()).containsExactly(6, 5, 4, 3, 2, 1);
        }
    }

    /** In SDXL the first 32 of a state are the first encoder's, the other 40 the second one's. */
    @ParameterizedTest
    @CsvSource({"tiny-sd1,text_encoder,0,1", "tiny-sd1,text_encoder,0,2", "tiny-sd2,text_encoder,0,1",
            "tiny-sd2,text_encoder,0,2", "tiny-sdxl,text_encoder,0,1", "tiny-sdxl,text_encoder,0,2",
            "tiny-sdxl,text_encoder_2,32,1", "tiny-sdxl,text_encoder_2,32,2"})
    void encode_clipSkip_agreesWithDiffusers(String model, String encoder, int start, int clipSkip) {
        String file = model + "-golden/" + encoder + ".safetensors";
        String tensor = "clip_skip_" + clipSkip;
        FloatTensor golden = floats(SafetensorsFile.open(GoldenFiles.shared(file)), tensor);
        try (PromptConditioner conditioner = load(model)) {
            for (int i = 0; i < 2; i++) {
                PromptEmbeddings skipped = conditioner.encode(Prompt.of(PROMPTS.get(i), "blurry"), SIZE,
                        PromptOptions.DEFAULT.withClipSkip(clipSkip));
                FloatTensor found = columns(skipped.positive().textStates(), start, golden.shape().intSize(2));
                assertClose(tensor, found, golden.item(i), tolerance(file, tensor));
                assertThat(skipped.negative().textStates().values()).as("the negative prompt has all layers")
                        .isEqualTo(conditioner.encode("blurry", SIZE, PromptOptions.DEFAULT).textStates().values());
            }
        }
    }

    private static FloatTensor columns(FloatTensor states, int start, int count) {
        int tokens = states.shape().intSize(1);
        int width = states.shape().intSize(2);
        float[] values = new float[tokens * count];
        for (int i = 0; i < tokens; i++) {
            System.arraycopy(states.values(), i * width + start, values, i * count, count);
        }
        return FloatTensor.of(values, 1, tokens, count);
    }

    @Test
    void encode_clipSkipBeyondTheLayers_isRefusedWithNumbers() {
        try (PromptConditioner one = load("tiny-sd1"); PromptConditioner two = load("tiny-sdxl")) {
            assertThat(one.encode("boat", SIZE, PromptOptions.DEFAULT.withClipSkip(3)).textStates().shape())
                    .isEqualTo(Shape.of(1, 77, 32));
            assertThatThrownBy(() -> one.encode("boat", SIZE, PromptOptions.DEFAULT.withClipSkip(4)))
                    .hasMessage("clipSkip must be at most 3, which is what this model's text encoder can leave out; "
                            + "4 was given.");
            assertThatThrownBy(() -> two.encode(Prompt.of("boat"), SIZE, PromptOptions.DEFAULT.withClipSkip(3)))
                    .hasMessageContaining("at most 2")
                    .hasMessageContaining("3 was given");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "a (red:1.5) boat, [dark] ((sea)) | 77 | -100.569883 | 1918.111313 "
                    + "| 0.40505046 -1.62232852 -1.60427105 0.14277048 | 0.35683918 0.12919223 0.58592743 -0.61736447",
            "a red boat BREAK (blue:0.6) house | 154 | -243.287187 | 3857.601799 "
                    + "| 0.40721843 -1.63101172 -1.61285758 0.14353463 | 0.22484052 0.23429070 0.05582068 -1.10078645"})
    void encode_weights_multiplyStatesAndKeepTheirMean(String prompt, int tokens, double sum, double absoluteSum,
            String first, String last) {
        try (PromptConditioner conditioner = load("tiny-sd1")) {
            FloatTensor states = conditioner.encode(prompt, SIZE, WEB_UI).textStates();
            assertThat(states.shape()).isEqualTo(Shape.of(1, tokens, 32));
            assertSums(states, sum, absoluteSum);
            assertValues(states, 32, first);
            assertValues(states, states.values().length - 4, last);
        }
    }

    @Test
    void encode_longPrompts_readsChunkByChunk() {
        String twelveTimes = String.join(", ", Collections.nCopies(12,
                "two yellow houses and a small blue car"));
        String weighted = "(two yellow houses and a small blue car:1.2), ".repeat(9) + "at night ".repeat(30);
        String plain = "(a boat:1.4) BREAK on the [sea], ".repeat(12);
        try (PromptConditioner conditioner = load("tiny-sd1")) {
            FloatTensor comma = conditioner.encode(twelveTimes, SIZE, WEB_UI).textStates();
            assertThat(comma.shape()).isEqualTo(Shape.of(1, 154, 32));
            assertSums(comma, -218.797022, 3827.437656);
            FloatTensor mixed = conditioner.encode(weighted, SIZE, WEB_UI).textStates();
            assertSums(mixed, -199.492946, 3829.362901);
            assertValues(mixed, 32, "1.48494363 -1.95316529 -0.35563397 -0.51962519");
            FloatTensor text = conditioner.encode(plain, SIZE, WEB_UI.withSyntax(PromptSyntax.PLAIN)).textStates();
            assertThat(text.shape()).isEqualTo(Shape.of(1, 231, 32));
            assertSums(text, -231.857426, 5774.594966);
        }
    }

    @Test
    void encode_twoTowersInChunks_poolsTheFirstChunk() {
        try (PromptConditioner conditioner = load("tiny-sdxl")) {
            TextConditioning states = conditioner.encode("(a red boat:1.3) on the sea BREAK a [blue] house", SIZE,
                    WEB_UI);
            assertThat(states.textStates().shape()).isEqualTo(Shape.of(1, 154, 72));
            assertSums(states.textStates(), -19.443803, 5709.423300);
            assertValues(states.textStates(), 72, "1.85580575 -0.08746899");
            assertValues(states.textStates(), 72 + 32, "-1.00940382 1.53794956");
            assertValues(pooled(states), 0, "-1.34765446 -1.72598064 -0.21979611 -1.32675087");
        }
    }

    @ParameterizedTest
    @CsvSource({"tiny-sd1", "tiny-sd2", "tiny-sdxl"})
    void encode_shorterSide_getsChunksWithoutText(String model) {
        try (PromptConditioner conditioner = load(model)) {
            Prompt prompt = Prompt.of("a boat", "dark BREAK blurry BREAK grey");
            PromptEmbeddings both = conditioner.encode(prompt, SIZE, WEB_UI);
            FloatTensor alone = conditioner.encode("a boat", SIZE, WEB_UI).textStates();
            FloatTensor empty = conditioner.encode("", SIZE, WEB_UI).textStates();

            assertThat(both.positive().textStates().shape().size(1)).isEqualTo(3 * 77);
            assertThat(both.negative().textStates().shape().size(1)).isEqualTo(3 * 77);
            int length = alone.values().length;
            assertClose("text", FloatTensor.of(Arrays.copyOf(both.positive().textStates().values(), length), 1, 77,
                    alone.shape().size(2)), alone, 1e-5);
            for (int chunk = 1; chunk < 3; chunk++) {
                assertClose("padding", FloatTensor.of(Arrays.copyOfRange(both.positive().textStates().values(),
                        chunk * length, (chunk + 1) * length), 1, 77, alone.shape().size(2)), empty, 1e-5);
            }
        }
    }

    /** Nothing of the web UI's syntax in a prompt that fits: the same numbers as by diffusers. */
    @ParameterizedTest
    @CsvSource({"tiny-sd1", "tiny-sd2", "tiny-sdxl"})
    void encode_plainShortPrompt_isTheSameEitherWay(String model) {
        try (PromptConditioner conditioner = load(model)) {
            assertThat(conditioner.encode(PROMPTS.getFirst(), SIZE, WEB_UI).textStates().values())
                    .isEqualTo(conditioner.encode(PROMPTS.getFirst(), SIZE, PromptOptions.DEFAULT)
                            .textStates()
                            .values());
        }
    }

    private static void assertSums(FloatTensor states, double sum, double absoluteSum) {
        double found = 0;
        double foundAbsolute = 0;
        for (float value : states.values()) {
            found += value;
            foundAbsolute += Math.abs(value);
        }
        assertThat(found).isCloseTo(sum, Offset.offset(5e-3));
        assertThat(foundAbsolute).isCloseTo(absoluteSum, Offset.offset(5e-3));
    }

    private static void assertValues(FloatTensor tensor, int start, String expected) {
        String[] values = expected.trim().split(" ", -1);
        for (int i = 0; i < values.length; i++) {
            assertThat(tensor.values()[start + i]).isCloseTo(Float.parseFloat(values[i]), Offset.offset(3e-5f));
        }
    }

    private static FloatTensor pooled(TextConditioning conditioning) {
        return conditioning.sizes().orElseThrow().pooledText();
    }

    private static PromptConditioner load(String model) {
        ModelRepository repository = ModelRepository.open(GoldenFiles.shared(model));
        return PromptConditioner.load(repository, repository.tokenizers(), new SessionSettings(2));
    }
}
