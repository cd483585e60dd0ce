package io.dreamcacher.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.model.ModelRef.Lora;
import io.dreamcacher.model.ModelRef.Part;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRefTest {
    private static final String SIGNS = "ab/.:%?&=#+ ;,\"'<>()[]{}\\~@!$^*|\n\t-_09éß日\u0301";

    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        for (int length = 1 + random.nextInt(12); name.length() < length;) {
            name.append(random.nextInt(12) == 0 ? "\uD83D\uDEA4" : SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        return name.toString();
    }

    private static Part part(Random random) {
        return random.nextBoolean()
                ? Part.of(name(random))
                : new Part(name(random), Optional.of(Fingerprint.ofText(name(random)).brief()));
    }

    private static ModelRef model(Random random) {
        ModelRef model = ModelRef.of(part(random));
        model = random.nextBoolean() ? model.withVae(part(random)) : model;
        for (int i = random.nextInt(3); i > 0; i--) {
            model = model.withLora(new Lora(part(random), random.nextGaussian() * Math.pow(10, random.nextInt(-9, 9))));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            model = model.withEmbedding(part(random));
        }
        return model;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void line_ofAnyModelAndRendering_isReadAgain(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Rendering rendering = new Rendering(
                    random.nextBoolean() ? Optional.of(name(random)) : Optional.empty(),
                    random.nextBoolean() ? Optional.of(name(random)) : Optional.empty(), Optional.empty());
            ModelLine line = new ModelLine(model(random), rendering);

            assertThat(ModelLine.parse(line.toString())).as("seed %d: %s", seed, line).isEqualTo(line);
            assertThat(ModelRef.remembered(line.model().toString())).isEqualTo(line.model());
        }
    }

    /** Rows from before names were written so. */
    @ParameterizedTest
    @ValueSource(strings = {"50% grey", "100%", "what?", "a?b", "a&b", "a?colour=red", "a=b",
            "C:\\models\\a.safetensors",
            "/home/me/model v1.5 (final)", "owner/name", "", "?vae", "?precision=fast", "a#b", "a%zz?lora=x"})
    void remembered_oldNames_areTakenAndTellTheSameFromThenOn(String text) {
        ModelRef read = ModelRef.remembered(text);

        assertThat(ModelRef.remembered(read.toString())).isEqualTo(read);
        assertThat(ModelRef.parse(read.toString())).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"50% grey | 50% grey", "a?colour=red | a?colour=red", "100%25 | 100%",
            "a&b | a&b"})
    void remembered_oldName_isThatName(String text, String name) {
        assertThat(ModelRef.remembered(text).base().name()).isEqualTo(name);
    }

    @Test
    void parse_waysOfComputing_areNoPartsOfAModel() {
        assertThatThrownBy(() -> ModelRef.parse("a?precision=fast"))
                .hasMessage("Precision and noise are no parts of a model; found them in \"a?precision=fast\".");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void lora_scaleThatIsNoNumber_isRefused(double scale) {
        assertThatThrownBy(() -> new Lora(Part.of("style"), scale))
                .hasMessage("The scale of a LoRA must be a number; found %s for style.".formatted(scale))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST));
    }

    @Test
    void lora_scaleTooLargeForANumber_isASentenceToo() {
        assertThatThrownBy(() -> ModelRef.parse("m?lora=a:1e999")).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("must be a number");
        assertThatThrownBy(() -> Lora.ofFile("a:...")).isInstanceOf(DreamCacherException.class);
    }

    @ParameterizedTest
    @CsvSource({"/m/tiny, tiny", "./tiny, tiny", "../a/tiny/, tiny", "~/tiny, tiny", "C:\\m\\tiny, tiny",
            "c:/m/tiny, tiny",
            "\\\\host\\m\\tiny, tiny", "owner/name, owner/name", "tiny, tiny", "a~b, a~b", ".hidden, .hidden", "/, /"})
    void withoutPlace_isTheLastNameOfPathsAlone(String name, String told) {
        assertThat(Part.of(name).withoutPlace()).isEqualTo(Part.of(told));
    }

    @Test
    void over_modelThatIsNamed_takesNothingOfTheUsualOne() {
        ModelRef usual = ModelRef.parse("usual?vae=v&lora=a:0.5&embedding=e");

        assertThat(ModelRef.parse("other?lora=b:1").over(usual)).hasToString("other?lora=b:1.0");
        assertThat(ModelRef.parse("?vae=w&lora=b:1").over(usual))
                .hasToString("usual?vae=w&lora=a:0.5&lora=b:1.0&embedding=e");
        assertThat(ModelRef.parse("?").over(usual)).isEqualTo(usual);
    }

    @Test
    void parts_areEverythingWithAName() {
        ModelRef model = ModelRef.parse("m?embedding=e&lora=a:0.5&vae=v&lora=b");

        assertThat(model.parts()).extracting(Part::name).containsExactly("m", "v", "a", "b", "e");
        assertThat(model.map(part -> Part.of(part.name() + "!")))
                .hasToString("m!?vae=v!&lora=a!:0.5&lora=b!:1.0&embedding=e!");
        assertThat(model.hasOwnWeights()).isFalse();
        assertThat(ModelRef.of("m").hasOwnWeights()).isTrue();
    }

    @Test
    void fingerprint_ofAText_isItsSha256() {
        Fingerprint abc = Fingerprint.ofText("abc");

        assertThat(abc).hasToString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(abc.brief()).isEqualTo("ba7816bf8f01");
        assertThat(Fingerprint.ofText("é")).isEqualTo(
                new Fingerprint("4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"));
        assertThatCode(() -> Part.local("/m/a", abc)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
            "ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"})
    void fingerprint_ofAnythingElse_isRefused(String digits) {
        assertThatThrownBy(() -> new Fingerprint(digits)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a fingerprint must be 64 hexadecimal digits, found \"%s\"".formatted(digits));
        assertThatThrownBy(() -> new Part("a", Optional.of("0123456789AB")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
