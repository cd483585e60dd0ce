package io.dreamcacher.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelLineTest {
    private static final String[] PIECES = {"a", "/", "style", "%", "?", "&", "=", ":", "0.7", "+", " ", "é", "C:\\",
            "@main", "#", "#0123456789ab"};

    @Test
    void parse_everything_isRead() {
        ModelLine read = ModelLine
                .parse("owner/name@main?vae=v&lora=a.safetensors:0.7&lora=b&embedding=e&precision=fast&noise=torch-cuda");

        assertThat(read.model()).isEqualTo(ModelRef.of("owner/name@main")
                .withVae(part("v"))
                .withLora(new ModelRef.Lora(part("a.safetensors"), 0.7))
                .withLora(new ModelRef.Lora(part("b"), 1))
                .withEmbedding(part("e")));
        assertThat(read.rendering()).isEqualTo(Rendering.NONE.withPrecision("fast").withNoise("torch-cuda"));
    }

    @Test
    void parse_nameAlone_isItself() {
        assertThat(ModelRef.parse("postcards")).isEqualTo(ModelRef.of("postcards")).hasToString("postcards");
    }

    @ParameterizedTest
    @CsvSource({"a.safetensors:0.7,a.safetensors,0.7", "a:-1,a,-1", "C:\\a.safetensors,C:\\a.safetensors,1",
            "a:b,a:b,1", "a:1e-1,a,0.1"})
    void lora_withOrWithoutScale_isRead(String text, String file, double scale) {
        assertThat(ModelRef.Lora.ofFile(text)).isEqualTo(new ModelRef.Lora(part(file), scale));
        assertThat(ModelRef.parse("m?lora=" + text).loras())
                .containsExactly(new ModelRef.Lora(part(file), scale));
    }

    @Test
    void parse_scaleThatIsNoNumber_isASentence() {
        assertThatThrownBy(() -> ModelRef.parse("m?lora=a:1.2.3")).isInstanceOf(DreamCacherException.class)
                .hasMessage("The scale of a LoRA must be a number; found 1.2.3 for a:1.2.3.");
    }

    @Test
    void parse_textOfRandomOnes_isTheSame() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 1_000; i++) {
            ModelRef made = ModelRef.of(random(random))
                    .withLora(new ModelRef.Lora(random(random), random.nextInt(-3, 3) / 4.0))
                    .withEmbedding(random(random))
                    .withVae(random(random));
            assertThat(ModelRef.parse(made.toString())).isEqualTo(made);
        }
    }

    @Test
    void over_usualModel_addsToWhatGoesWithIt() {
        ModelLine usual = ModelLine.parse("usual?lora=a:1&precision=exact");

        assertThat(ModelLine.parse("?lora=b:0.5&precision=fast").over(usual))
                .hasToString("usual?lora=a:1.0&lora=b:0.5&precision=fast");
        assertThat(ModelLine.parse("other").over(usual)).hasToString("other");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a?lorra=b|must be vae, lora, embedding, precision or noise; found \"lorra\"",
            "a?lora=|found \"lora\" without a value", "a?lora|found \"lora\" without a value",
            "a%zz|must be followed by two hexadecimal digits"})
    void parse_malformed_isASentence(String text, String message) {
        assertThatThrownBy(() -> ModelLine.parse(text)).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining(message);
    }

    /** What one machine calls a folder is nobody else's business, and nothing to anybody else. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"postcards|postcards", "owner/name@main|owner/name@main",
            "/home/me/models/tiny|tiny#0123456789ab", "C:\\models\\tiny|tiny#0123456789ab",
            "/m/tiny/|tiny#0123456789ab", "\\\\host\\share\\tiny|tiny#0123456789ab",
            "/m/a?vae=/m/v.safetensors&lora=/l/style.safetensors:0.7&embedding=/e/w.pt&precision=fast"
                    + "|a#0123456789ab?vae=v.safetensors&lora=style.safetensors:0.7&embedding=w.pt&precision=fast",
            "tiny#ba9876543210|tiny#ba9876543210"})
    void remembered_placesOnOneMachine_becomeNames(String text, String told) {
        assertThat(ModelLine.remembered(text, new Fingerprint("0123456789abcdef".repeat(4)))).hasToString(told);
    }

    private static ModelRef.Part part(String name) {
        return ModelRef.Part.of(name);
    }

    private static ModelRef.Part random(SplittableRandom random) {
        return new ModelRef.Part(text(random),
                random.nextBoolean() ? Optional.empty() : Optional.of("%012x".formatted(random.nextLong(1L << 48))));
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
