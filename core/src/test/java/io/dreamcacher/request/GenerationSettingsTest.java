package io.dreamcacher.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationSettingsTest {
    private static final GenerationSettings USUAL = new GenerationSettings(new ImageSize(8, 8), 20, 7.5, "pndm");

    @ParameterizedTest
    @ValueSource(doubles = {1e308, 100.5, -0.1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void withGuidanceScale_outOfRange_isRefusedWithBoth(double scale) {
        assertThatThrownBy(() -> USUAL.withGuidanceScale(scale)).isInstanceOf(DreamCacherException.class)
                .hasMessage("guidanceScale must be a number from 0 to 100, but %s was given.".formatted(scale));
    }

    @Test
    void withGuidanceScale_atTheEnds_isKept() {
        assertThat(USUAL.withGuidanceScale(100).guidanceScale()).hasValue(100);
        assertThat(USUAL.withGuidanceScale(-0.0)).isEqualTo(USUAL.withGuidanceScale(0));
    }

    @Test
    void withNegativePrompt_emptyText_isGiven() {
        assertThat(USUAL.negativePrompt()).isEmpty();
        assertThat(USUAL.withNegativePrompt("").negativePrompt()).contains("");
        assertThat(USUAL.withNegativePrompt("")).isNotEqualTo(USUAL);
    }
}
