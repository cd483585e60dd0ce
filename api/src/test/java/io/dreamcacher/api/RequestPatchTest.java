package io.dreamcacher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.MemoryUse;
import io.dreamcacher.request.SeedIntent;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPatchTest {
    private static final GenerationSettings DEFAULTS = new GenerationSettings(new ImageSize(128, 96), 20, 7.5,
            "dpmpp-2m-karras").withNegativePrompt("fog").withConditioning(Conditioning.NONE.withClipSkip(1));

    private static GenerationRequest over(String json) {
        return Json.STRICT.readValue(json, RequestPatch.class).over("m", DEFAULTS, (file, field) -> {
            assertThat(file).isNotEmpty();
            return new BufferedImage(field.length(), 1, BufferedImage.TYPE_INT_RGB);
        });
    }

    @Test
    void over_promptAlone_hasEveryDefault() {
        GenerationRequest request = over("{\"prompt\": \"a boat\"}");

        assertThat(request.settings()).isEqualTo(DEFAULTS);
        assertThat(request.model()).isEqualTo("m");
        assertThat(request.seed()).isEqualTo(SeedIntent.ANY);
        assertThat(request.count()).isEqualTo(1);
        assertThat(request.memory()).isEqualTo(MemoryUse.READ_AND_REMEMBER);
        assertThat(request.start()).isEmpty();
    }

    @Test
    void over_oneSide_keepsTheOther() {
        assertThat(over("{\"prompt\": \"\", \"height\": 64}").settings().size()).isEqualTo(new ImageSize(128, 64));
    }

    @Test
    void over_negativePrompt_emptyIsNotAbsent() {
        assertThat(over("{\"prompt\": \"\", \"negativePrompt\": \"\"}").settings().negativePrompt()).contains("");
        assertThat(over("{\"prompt\": \"\", \"negativePrompt\": null}").settings().negativePrompt()).contains("fog");
    }

    @Test
    void over_conditioning_keepsWhatIsNotSaid() {
        Conditioning conditioning = over("{\"prompt\": \"\", \"conditioning\": {\"eta\": 0.5}}").settings()
                .conditioning();

        assertThat(conditioning).isEqualTo(Conditioning.NONE.withClipSkip(1).withEta(0.5));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"-, -, -, dpmpp-2m-karras", "-, beta, -, dpmpp-2m-beta",
            "-, -, exponential, dpmpp-2m-exponential", "euler, KARRAS, -, euler-karras",
            "euler, karras, karras, euler-karras", "euler-karras, karras, -, euler-karras", "euler, -, -, euler",
            "heun, trailing, -, heun-trailing"})
    void over_scheduleType_endsTheName(String scheduler, String type, String sigmas, String name) {
        assertThat(over("{\"prompt\": \"\"" + field("scheduler", scheduler) + field("scheduleType", type)
                + field("sigmas", sigmas) + "}").settings().scheduler()).contains(name);
    }

    private static String field(String name, String value) {
        return value == null ? "" : ", \"%s\": \"%s\"".formatted(name, value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"prompt\": \"\", \"scheduleType\": \"quick\"} | scheduleType must be one of karras, exponential, beta, lu, trailing, but \"quick\" was given.",
            "{\"prompt\": \"\", \"sigmas\": \"as_configured\"} | sigmas must be one of",
            "{\"prompt\": \"\", \"scheduleType\": \"karras\", \"sigmas\": \"beta\"} | scheduleType and its older name sigmas say different things (karras, beta)",
            "{\"prompt\": \"\", \"scheduler\": \"euler-beta\", \"scheduleType\": \"karras\"} | The scheduler euler-beta says how its noise levels are spaced, and scheduleType says karras",
            "{} | The field \"prompt\" must be given",
            "{\"prompt\": \"\", \"seed\": 1, \"variation\": true} | A request has a seed or is a variation",
            "{\"prompt\": \"\", \"conditioning\": {\"variationStrength\": 0.5}} | variationStrength says nothing without variationSeed",
            "{\"prompt\": \"\", \"start\": {}} | The field \"start.picture\" must be given."})
    void over_whatCannotBe_isASentence(String json, String sentence) {
        assertThatThrownBy(() -> over(json)).hasMessageStartingWith(sentence);
    }

    @Test
    void over_start_isDecodedByItsField() {
        GenerationRequest request = over(
                "{\"prompt\": \"\", \"start\": {\"picture\": \"data:image/png;base64,AAAA\", \"mask\": \"AAAA\"}}");

        assertThat(request.start().orElseThrow().image().getWidth()).isEqualTo("start.picture".length());
        assertThat(request.start().orElseThrow().mask().orElseThrow().getWidth()).isEqualTo("start.mask".length());
        assertThat(request.settings().conditioning().start().orElseThrow().strength()).isEqualTo(0.8);
    }
}
