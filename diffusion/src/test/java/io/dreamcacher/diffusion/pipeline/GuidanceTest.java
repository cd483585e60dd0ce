package io.dreamcacher.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Guidance;
import org.junit.jupiter.api.Test;

final class GuidanceTest {
    private static final FloatTensor PREDICTIONS = FloatTensor.of(new float[]{1, 2, 3, 5}, 2, 1, 1, 2);

    @Test
    void combine_scale_goesFromTheNegativeTowardsThePrompt() {
        assertThat(Guidance.of(3).combine(PREDICTIONS)).containsExactly(1 + 3 * 2, 2 + 3 * 3);
        assertThat(Guidance.of(1).combine(PREDICTIONS)).containsExactly(3, 5);
    }

    /** Standard deviations: guided 5, 8 has 2.1213, the prompt's 3, 5 has 1.4142; their ratio is two thirds. */
    @Test
    void combine_rescale_givesBackThePromptsStandardDeviation() {
        FloatTensor predictions = FloatTensor.of(new float[]{1, 2, 3, 5}, 2, 1, 1, 2);

        assertThat(new Guidance(2, 1).combine(predictions)).containsExactly(new float[]{5f * 1.41421f / 2.12132f,
                8f * 1.41421f / 2.12132f}, within(1e-4f));
        assertThat(new Guidance(2, 0.5).combine(predictions)).containsExactly(new float[]{5f * (1 + 2f / 3) / 2,
                8f * (1 + 2f / 3) / 2}, within(1e-4f));
    }

    @Test
    void isActive_upToOne_leavesTheNegativePromptOut() {
        assertThat(Guidance.of(0).isActive()).isFalse();
        assertThat(Guidance.of(1).isActive()).isFalse();
        assertThat(Guidance.of(1.01).isActive()).isTrue();
    }

    @Test
    void constructor_numbersThatCannotBe_areRefused() {
        assertThatThrownBy(() -> Guidance.of(Double.NaN)).hasMessageContaining("found NaN and 0.0");
        assertThatThrownBy(() -> new Guidance(7.5, 1.5)).hasMessageContaining("found 7.5 and 1.5");
    }
}
