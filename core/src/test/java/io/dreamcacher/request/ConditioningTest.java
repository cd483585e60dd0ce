package io.dreamcacher.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConditioningTest {
    @Test
    void text_nothing_isEmpty() {
        assertThat(Conditioning.NONE.text()).isEmpty();
    }

    @Test
    void parse_textOfRandomOnes_isTheSame() {
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < 1_000; i++) {
            Conditioning made = random(random);
            assertThat(Conditioning.parse(made.text())).isEqualTo(made);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "depth=3", "clip-skip=many", "variation=5", "syntax=odd", " "})
    void parse_somethingElse_isRefused(String text) {
        assertThatThrownBy(() -> Conditioning.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void new_valuesOutOfRange_areRefusedWithTheRange() {
        assertThatThrownBy(() -> Conditioning.NONE.withGuidanceRescale(1.5)).isInstanceOf(DreamCacherException.class)
                .hasMessage("guidanceRescale must be from 0 to 1, but 1.5 was given.");
        assertThatThrownBy(() -> Conditioning.NONE.withClipSkip(-1)).isInstanceOf(DreamCacherException.class)
                .hasMessage("clipSkip must be from 0 to 24, but -1 was given.");
        assertThatThrownBy(() -> new InitImageReference("a", Optional.empty(), 0))
                .isInstanceOf(DreamCacherException.class)
                .hasMessageStartingWith("strength must be above 0 and at most 1, but 0.0 was given");
        assertThatThrownBy(() -> new SeedVariation(1, 1.01)).isInstanceOf(DreamCacherException.class)
                .hasMessage("variationStrength must be above 0 and at most 1, but 1.01 was given.");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
    void withEta_outOfRange_isRefusedWithTheRange(double eta) {
        assertThatThrownBy(() -> Conditioning.NONE.withEta(eta)).isInstanceOf(DreamCacherException.class)
                .hasMessage("eta must be from 0 to 1, but %s was given.", eta);
    }

    /** Any of them, often with some parts off. */
    private static Conditioning random(SplittableRandom random) {
        Optional<SeedVariation> variation = random.nextBoolean()
                ? Optional.of(new SeedVariation(random.nextLong(), 1 - random.nextDouble()))
                : Optional.empty();
        Optional<String> mask = random.nextBoolean() ? Optional.of("e".repeat(64)) : Optional.empty();
        Optional<InitImageReference> start = random.nextBoolean()
                ? Optional.of(new InitImageReference("d".repeat(64), mask, 1 - random.nextDouble()))
                : Optional.empty();
        return new Conditioning(random.nextBoolean() ? 0 : random.nextDouble(), random.nextInt(3),
                random.nextBoolean() ? PromptSyntax.PLAIN : PromptSyntax.WEIGHTED,
                random.nextBoolean() ? LongPrompts.CUT : LongPrompts.CHUNKED, variation, start,
                random.nextBoolean() ? 0 : random.nextDouble());
    }
}
