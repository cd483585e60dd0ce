package io.dreamcacher.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelReferenceTest {
    private static final String[] PIECES = {"a", "/", "style", "%", "?", "&", "=", ":", "0.7", "+", " ", "é", "C:\\",
            "@main"};

    @Test
    void parse_everything_isRead() {
        ModelReference read = ModelReference
                .parse("owner/name@main?vae=v&lora=a.safetensors:0.7&lora=b&embedding=e&precision=fast&noise=torch-cuda");

        assertThat(read).isEqualTo(ModelReference.of("owner/name@main")
                .withVae("v")
                .withLora(new ModelReference.Lora("a.safetensors", 0.7))
                .withLora(new ModelReference.Lora("b", 1))
                .withEmbedding("e")
                .withPrecision("fast")
                .withNoise("torch-cuda"));
    }

    @Test
    void parse_nameAlone_isItself() {
        assertThat(ModelReference.parse("postcards")).isEqualTo(ModelReference.of("postcards"));
        assertThat(ModelReference.of("postcards")).hasToString("postcards");
    }

    @ParameterizedTest
    @CsvSource({"a.safetensors:0.7,a.safetensors,0.7", "a:-1,a,-1", "C:\\a.safetensors,C:\\a.safetensors,1",
            "a:b,a:b,1",
            "a:1e-1,a,0.1"})
    void lora_withOrWithoutScale_isRead(String text, String file, double scale) {
        assertThat(ModelReference.Lora.parse(text)).isEqualTo(new ModelReference.Lora(file, scale));
    }

    @Test
    void parse_textOfRandomOnes_isTheSame() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 1_000; i++) {
            ModelReference made = ModelReference.of(text(random))
                    .withLora(new ModelReference.Lora(text(random),
                            random.nextInt(-3, 3) / 4.0))
                    .withEmbedding(text(random))
                    .withVae(text(random));
            assertThat(ModelReference.parse(made.toString())).isEqualTo(made);
        }
    }

    @Test
    void over_defaultModel_addsToWhatIsLaidOverIt() {
        ModelReference usual = ModelReference.parse("usual?lora=a:1&precision=exact");

        assertThat(ModelReference.parse("?lora=b:0.5&precision=fast").over(usual))
                .hasToString("usual?lora=a:1.0&lora=b:0.5&precision=fast");
        assertThat(ModelReference.parse("other").over(usual)).hasToString("other");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a?lorra=b|must be vae, lora, embedding, precision or noise; found \"lorra\"",
            "a?lora=|found \"lora\" without a value", "a?lora|found \"lora\" without a value",
            "a%zz|must be followed by two hexadecimal digits"})
    void parse_malformed_isASentence(String text, String message) {
        assertThatThrownBy(() -> ModelReference.parse(text)).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining(message);
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
