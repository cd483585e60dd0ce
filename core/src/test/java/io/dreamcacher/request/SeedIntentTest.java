package io.dreamcacher.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SeedIntentTest {
    @Test
    void of_minusOne_isAnySeed() {
        assertThat(SeedIntent.of(-1)).isEqualTo(SeedIntent.ANY);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -2, Long.MIN_VALUE, Long.MAX_VALUE, 0xffffffffL})
    void of_everyOtherNumber_isThatSeed(long seed) {
        assertThat(SeedIntent.of(seed)).isEqualTo(new SeedIntent.Fixed(seed));
    }

    @Test
    void fixed_minusOne_isRefusedWithWhatItMeans() {
        assertThatThrownBy(() -> new SeedIntent.Fixed(-1))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                .hasMessage("A certain seed must be another number than -1, which stands for any. "
                        + "Give another number, or leave the seed out.");
    }

    /** Where a picture is made between two seeds, any is none. */
    @Test
    void request_variationSeedOfMinusOne_isRefused() {
        GenerationSettings settings = new GenerationSettings(new ImageSize(8, 8), 1, 1, "ddim");
        Conditioning between = Conditioning.NONE.withVariation(new SeedVariation(-1, 0.2));
        assertThatThrownBy(() -> GenerationRequest.of("a", "m", settings.withConditioning(between)))
                .isInstanceOf(DreamCacherException.class)
                .hasMessageStartingWith("variationSeed must be a certain seed; -1 stands for any.");
    }
}
