package io.dreamcacher.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.generation.Recipe;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.InitImageReference;
import io.dreamcacher.request.SeedVariation;
import io.dreamcacher.testkit.Recipes;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class InfotextTest {
    @Test
    void write_hasTheLinesInOrder() {
        assertThat(Infotext.write(Recipes.of("a red boat, sea", "rain"))).isEqualTo("""
                a red boat, sea
                Negative prompt: rain
                Steps: 20, Sampler: PLMS, Schedule type: Automatic, CFG scale: 7.5, Seed: 42, Size: 128x96, \
                Model hash: 0123456789, Model: postcards, Version: Dream Cacher""");
    }

    @Test
    void write_withoutNegativePrompt_hasNoLineForIt() {
        assertThat(Infotext.write(Recipes.of("a boat")).lines()).hasSize(2);
    }

    @Test
    void write_emptyNegativePrompt_isToldFromNone() {
        assertThat(Infotext.parse(Infotext.write(Recipes.of("a boat", ""))).negativePrompt()).contains("");
        assertThat(Infotext.parse(Infotext.write(Recipes.of("a boat"))).negativePrompt()).isEmpty();
    }

    @Test
    void write_ofAModelWithComma_quotesIt() {
        Recipe recipe = Recipes.of("a", "models, mine", new GenerationSettings(new ImageSize(8, 8), 1, 7.0, "deis"),
                -1);
        String text = Infotext.write(recipe);
        assertThat(text).contains("Model: \"models, mine\"").contains("CFG scale: 7,").contains("Sampler: deis");
        Infotext parsed = Infotext.parse(text);
        assertThat(parsed.model()).contains("models, mine");
        assertThat(parsed.seed()).isEqualTo(OptionalLong.of(-1));
        assertThat(parsed.scheduler()).isEmpty();
    }

    @Test
    void parse_ofWhatWasWritten_givesItBack() {
        Infotext parsed = Infotext.parse(Infotext.write(Recipes.of("line one\nline: two", "rain\nsnow")));
        assertThat(parsed.prompt()).isEqualTo("line one\nline: two");
        assertThat(parsed.negativePrompt()).contains("rain\nsnow");
        assertThat(parsed.sampling().steps()).isEqualTo(OptionalInt.of(20));
        assertThat(parsed.scheduler()).contains("pndm");
        assertThat(parsed.guidanceScale()).isEqualTo(OptionalDouble.of(7.5));
        assertThat(parsed.seed()).isEqualTo(OptionalLong.of(42));
        assertThat(parsed.size()).contains(new ImageSize(128, 96));
    }

    @Test
    void write_everythingUnusual_isInTheWebUisWords() {
        Recipe plain = Recipes.of("a");
        Conditioning conditioning = Conditioning.NONE.withClipSkip(1)
                .withVariation(new SeedVariation(7, 0.25))
                .withInitImage(new InitImageReference("d".repeat(64), Optional.empty(), 0.6));
        GenerationSettings settings = plain.settings().withScheduler("euler-a-karras").withConditioning(conditioning);

        String text = Infotext.write(Recipes.of("a", "m", settings, 1));

        assertThat(text).contains("Sampler: Euler a, Schedule type: Karras, ")
                .contains(
                        "Model: m, Variation seed: 7, Variation seed strength: 0.25, Denoising strength: 0.6, Clip skip: 2, ");
        assertThat(Infotext.parse(text).scheduler()).contains("euler-a-karras");
    }

    /** The web UI reads DDIM's eta from a key of its own. */
    @Test
    void write_eta_isInTheWebUisWords() {
        Recipe plain = Recipes.of("a");
        GenerationSettings ddim = plain.settings()
                .withScheduler("ddim")
                .withConditioning(Conditioning.NONE.withEta(0.5));

        assertThat(written(ddim)).contains(", Eta DDIM: 0.5, ");
        assertThat(written(ddim.withScheduler("tcd"))).contains(", Eta: 0.5, ");
        assertThat(written(ddim.withConditioning(Conditioning.NONE))).doesNotContain("Eta");
    }

    private static String written(GenerationSettings settings) {
        return Infotext.write(Recipes.of("a", "m", settings, 1));
    }

    /** Left to decide, web UI 1.10 takes Karras levels for DPM++ 2M. */
    @Test
    void write_plainLevelsOfASamplerThatPrefersOthers_saysSo() {
        Recipe plain = Recipes.of("a");
        Recipe recipe = Recipes.of("a", "m", plain.settings().withScheduler("dpmpp-2m"), 1);

        String text = Infotext.write(recipe);

        assertThat(text).contains("Sampler: DPM++ 2M, Schedule type: Uniform, ");
        assertThat(Infotext.parse(text).scheduler()).contains("dpmpp-2m");
        assertThat(Infotext.parse(text.replace("Uniform", "Automatic")).scheduler()).contains("dpmpp-2m-karras");
    }

    @Test
    void scheduler_scheduleTypeWeDoNotHave_isEmpty() {
        assertThat(Infotext.parse("a\nSteps: 1, Sampler: Euler, Schedule type: Polyexponential, Seed: 1").scheduler())
                .isEmpty();
    }

    /** As web UI 1.10 writes it, with a quoted value that holds commas and colons. */
    @Test
    void parse_ofAWebUiText_readsWhatItKnows() {
        Infotext parsed = Infotext.parse("""
                photo of a cat <lora:fur:0.8>, (blue:1.2)
                Negative prompt: lowres, bad hands
                Steps: 25, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 3405691582, Size: 512x768, \
                Model hash: 6ce0161689, Model: v1-5-pruned, Lora hashes: "fur: 1a2b, tail: 3c4d", Version: v1.10.1""");
        assertThat(parsed.prompt()).isEqualTo("photo of a cat <lora:fur:0.8>, (blue:1.2)");
        assertThat(parsed.negativePrompt()).contains("lowres, bad hands");
        assertThat(parsed.sampling().sampler()).contains("DPM++ 2M");
        assertThat(parsed.scheduler()).contains("dpmpp-2m-karras");
        assertThat(parsed.seed()).isEqualTo(OptionalLong.of(3405691582L));
        assertThat(parsed.size()).contains(new ImageSize(512, 768));
        assertThat(parsed.model()).contains("v1-5-pruned");
    }

    @Test
    void parse_ofALastLineWithTwoPairs_isAllPrompt() {
        Infotext parsed = Infotext.parse("a cat\nStyle: oil, Mood: calm");
        assertThat(parsed.prompt()).isEqualTo("a cat\nStyle: oil, Mood: calm");
        assertThat(parsed.sampling().steps()).isEmpty();
    }

    @Test
    void parse_ofValuesOfTheWrongKind_leavesThemOut() {
        Infotext parsed = Infotext.parse(
                "x\nSteps: many, CFG scale: NaN, Seed: 99999999999999999999, Size: 0x12, Sampler: EULER, Model: ");
        assertThat(parsed.sampling().steps()).isEmpty();
        assertThat(parsed.guidanceScale()).isEmpty();
        assertThat(parsed.seed()).isEmpty();
        assertThat(parsed.size()).isEmpty();
        assertThat(parsed.scheduler()).contains("euler");
    }

    @Test
    void parse_ofTextsMadeToBeSlow_staysLinear() {
        assertThat(Infotext.parse("").prompt()).isEmpty();
        String words = "a ".repeat(2_000_000);
        assertThat(Infotext.parse(words).prompt()).isEqualTo(words.strip());
        assertThat(Infotext.parse("k: \"".repeat(1_000_000)).sampling().steps()).isEmpty();
        assertThat(Infotext.parse("Steps: \"" + "\\\\".repeat(8_000)).sampling().steps()).isEmpty();
    }
}
