package io.dreamcacher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.api.RequestPatch.ConditioningPatch;
import io.dreamcacher.api.RequestPatch.InitImageFiles;
import io.dreamcacher.api.RequestPatch.MemoryPatch;
import io.dreamcacher.api.RequestPatch.RenderingPatch;
import io.dreamcacher.api.RequestPatch.SchedulerPatch;
import io.dreamcacher.api.RequestPatch.Seeds;
import io.dreamcacher.api.RequestPatch.SettingsPatch;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.model.Rendering;
import io.dreamcacher.model.Safety;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.LongPrompts;
import io.dreamcacher.request.MemoryIntent;
import io.dreamcacher.request.MemoryUse;
import io.dreamcacher.request.PromptSyntax;
import io.dreamcacher.request.Reuse;
import io.dreamcacher.request.SeedIntent;
import io.dreamcacher.reuse.ErrorBudget;
import java.awt.image.BufferedImage;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

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
        assertThat(request.memory()).isEqualTo(MemoryIntent.USUAL);
        assertThat(request.start()).isEmpty();
    }

    @Test
    void over_oneSide_keepsTheOther() {
        assertThat(over("{\"prompt\": \"\", \"height\": 64}").settings().size()).isEqualTo(new ImageSize(128, 64));
    }

    @Test
    void over_memoryReuseAndBudget_areOneIntent() {
        assertThat(over("{\"prompt\": \"\", \"reuse\": \"similar\", \"budget\": 0.005}").memory())
                .isEqualTo(MemoryIntent.of(Reuse.SIMILAR, new ErrorBudget(0.005)));
        assertThat(over("{\"prompt\": \"\", \"reuse\": \"Off\"}").memory())
                .isEqualTo(over("{\"prompt\": \"\", \"memory\": \"REMEMBER_ONLY\"}").memory());
        assertThat(over("{\"prompt\": \"\", \"memory\": \"NONE\", \"reuse\": \"off\"}").memory().use())
                .isEqualTo(MemoryUse.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"memory\": \"REMEMBER_ONLY\", \"reuse\": \"exact\"",
            "\"memory\": \"NONE\", \"reuse\": \"refine\"", "\"memory\": \"READ_AND_REMEMBER\", \"reuse\": \"off\""})
    void over_memoryAndReuseDiffer_isRefused(String fields) {
        assertThatThrownBy(() -> over("{\"prompt\": \"\", " + fields + "}")).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("leave one of them out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"reuse\": \"never\"", "\"budget\": 0.6", "\"budget\": -0.1"})
    void over_reuseOrBudgetOutOfRange_isRefused(String field) {
        assertThatThrownBy(() -> over("{\"prompt\": \"\", " + field + "}")).isInstanceOf(DreamCacherException.class);
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"\"width\": 64 | size=64x96", "\"steps\": 7 | steps=7",
            "\"guidanceScale\": 0 | guidance=0.0", "\"negativePrompt\": \"rain\" | negative=rain",
            "\"precision\": \"fast\" | rendering=fast", "\"noise\": \"torch-cuda\" | rendering=torch-cuda",
            "\"safety\": \"blur\" | rendering=BLUR", "\"scheduler\": \"Euler a\" | scheduler=Euler a",
            "\"conditioning\": {\"guidanceRescale\": 0.5} | conditioning=rescale=0.5 clip-skip=1",
            "\"conditioning\": {\"clipSkip\": 0} | conditioning=",
            "\"conditioning\": {\"promptSyntax\": \"WEIGHTED\"} | conditioning=clip-skip=1 syntax=weighted",
            "\"conditioning\": {\"variationSeed\": 5} | conditioning=clip-skip=1 variation=5:0.2",
            "\"conditioning\": {\"variationSeed\": 0, \"variationStrength\": 1} | conditioning=clip-skip=1 variation=0:1.0",
            "\"conditioning\": {} | size=128x96", "\"count\": 3 | size=128x96"})
    void over_oneField_changesThatAlone(String field, String change) {
        Map<String, String> expected = facts(DEFAULTS);
        int sign = change.indexOf('=');
        String name = change.substring(0, sign);
        expected.put(name, change.substring(sign + 1));

        Map<String, String> got = facts(over("{\"prompt\": \"\", " + field + "}").settings());

        if (name.equals("rendering")) {
            assertThat(got.get(name)).contains(expected.get(name));
            expected.put(name, got.get(name));
        }
        assertThat(got).isEqualTo(expected);
    }

    private static Map<String, String> facts(GenerationSettings settings) {
        return new TreeMap<>(Map.of("negative", settings.negativePrompt().orElse("-"), "size",
                settings.size().toString(), "steps", "" + settings.steps().orElse(-1), "guidance",
                "" + settings.guidanceScale().orElse(-1), "scheduler", settings.scheduler().orElse("-"), "conditioning",
                settings.conditioning().text(), "rendering", settings.rendering().toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"'' | ANY", "\"seed\": -1 | ANY", "\"seed\": null | ANY", "\"seed\": 0 | 0",
            "\"seed\": -2 | -2", "\"seed\": 9223372036854775807 | 9223372036854775807",
            "\"seed\": -9223372036854775808 | -9223372036854775808", "\"variation\": true | VARIATION",
            "\"variation\": false, \"seed\": 4 | 4", "\"variation\": true, \"seed\": -1 | VARIATION"})
    void over_seed_meansWhatItSays(String fields, String intent) {
        SeedIntent expected = switch (intent) {
            case "ANY" -> SeedIntent.ANY;
            case "VARIATION" -> new SeedIntent.Variation();
            default -> new SeedIntent.Fixed(Long.parseLong(intent));
        };

        assertThat(over("{\"prompt\": \"\"" + (fields.isEmpty() ? "" : ", ") + fields + "}").seed())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"\"count\": 0 | The number of pictures must be from 1 to 64, but 0 was given.",
            "\"count\": 65 | The number of pictures must be from 1 to 64",
            "\"width\": 0 | A picture is at least 1x1 pixels, but 0x96",
            "\"height\": -8 | A picture is at least 1x1 pixels, but 128x-8",
            "\"steps\": 0 | steps must be from 1 to 1000",
            "\"guidanceScale\": -0.1 | guidanceScale must be", "\"guidanceScale\": 1e400 | guidanceScale must be",
            "\"safety\": \"none\" | safety must be one of off, flag, blur, refuse, but \"none\" was given.",
            "\"conditioning\": {\"variationSeed\": -1} | variationSeed must be a certain seed",
            "\"conditioning\": {\"variationSeed\": 1, \"variationStrength\": 0} | variationStrength must be above 0",
            "\"conditioning\": {\"clipSkip\": 25} | clipSkip must be from 0 to 24, but 25 was given.",
            "\"conditioning\": {\"eta\": 1.5} | eta must be from 0 to 1",
            "\"start\": {\"picture\": \"AAAA\", \"strength\": 0} | strength must be above 0 and at most 1"})
    void over_valueOutOfRange_isRefusedByName(String field, String sentence) {
        assertThatThrownBy(() -> over("{\"prompt\": \"\", " + field + "}")).hasMessageStartingWith(sentence)
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST));
    }

    @Test
    void over_generatorThatNamesNoScheduler_hasNoneUnlessOneIsNamed() {
        GenerationSettings bare = GenerationSettings.of(new ImageSize(8, 8));

        assertThat(read("{\"prompt\": \"\"}").settingsOver(bare)).isEqualTo(bare);
        assertThat(read("{\"prompt\": \"\", \"scheduleType\": \"karras\"}").settingsOver(bare).scheduler()).isEmpty();
        assertThat(read("{\"prompt\": \"\", \"scheduler\": \"euler\", \"scheduleType\": \"karras\"}").settingsOver(bare)
                .scheduler()).contains("euler-karras");
    }

    @Test
    void over_rendering_keepsWhatTheModelSays() {
        GenerationSettings defaults = DEFAULTS.withRendering(
                new Rendering(Optional.of("exact"), Optional.of("torch-cpu"), Optional.of(Safety.BLUR)));

        assertThat(read("{\"prompt\": \"\", \"noise\": \"torch-cuda\"}").settingsOver(defaults).rendering())
                .isEqualTo(new Rendering(Optional.of("exact"), Optional.of("torch-cuda"), Optional.of(Safety.BLUR)));
    }

    private static RequestPatch read(String json) {
        return Json.STRICT.readValue(json, RequestPatch.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13})
    void json_ofAnyPatch_isThatPatchAgainAndSaysNothingElse(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            RequestPatch patch = new Patches(random).next();
            String sent = Json.LENIENT.writeValueAsString(patch);

            assertThat(Json.STRICT.readValue(sent, RequestPatch.class)).as("seed %d, %s", seed, sent).isEqualTo(patch);
            assertThat(Json.LENIENT.readValue(Json.STRICT.writeValueAsString(patch), RequestPatch.class))
                    .isEqualTo(patch);
            assertThat(Json.STRICT.readTree(sent).valueStream().anyMatch(JsonNode::isNull)).as(sent).isFalse();
        }
    }

    /** Any patch a client can make, sensible or not. */
    private record Patches(Random random) {
        private static final String[] TEXTS = {"", " ", "a red boat", "\"quoted\" \\ back", "line\nbreak\ttab",
                "grün \uD83D\uDEA4 日本", "\u0000\u001F", "null", "</script>"};

        RequestPatch next() {
            SettingsPatch settings = new SettingsPatch(maybe(this::text), maybe(random::nextInt),
                    maybe(random::nextInt), maybe(random::nextInt), maybe(this::number),
                    new SchedulerPatch(maybe(this::text), maybe(this::text), maybe(this::text)),
                    new RenderingPatch(maybe(this::text), maybe(this::text), maybe(this::text)));
            return new RequestPatch(maybe(this::text), maybe(this::text), settings,
                    new Seeds(maybe(random::nextLong), maybe(random::nextBoolean), maybe(random::nextInt)),
                    new MemoryPatch(maybe(() -> one(MemoryUse.values())), maybe(this::text), maybe(this::number)),
                    maybe(this::conditioning),
                    maybe(() -> new InitImageFiles(maybe(this::text), maybe(this::text), maybe(this::number))));
        }

        private ConditioningPatch conditioning() {
            return new ConditioningPatch(maybe(this::number), maybe(random::nextInt),
                    maybe(() -> one(PromptSyntax.values())), maybe(() -> one(LongPrompts.values())),
                    maybe(random::nextLong), maybe(this::number), maybe(this::number));
        }

        private <T> Optional<T> maybe(Supplier<T> value) {
            return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
        }

        private String text() {
            return one(TEXTS);
        }

        private Double number() {
            return random.nextInt(4) == 0
                    ? (double) random.nextInt(5)
                    : random.nextGaussian() * Math.exp(random.nextInt(20));
        }

        private <T> T one(T[] values) {
            return values[random.nextInt(values.length)];
        }
    }
}
