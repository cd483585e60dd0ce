package io.dreamcacher.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.diffusion.pipeline.ConceptScores.Concepts;
import io.dreamcacher.diffusion.pipeline.SafetyChecker.SafetyVerdict;
import org.junit.jupiter.api.Test;

/** Numbers as StableDiffusionSafetyChecker of diffusers 0.40 scores them, worked out by hand. */
final class ConceptScoresTest {
    private static final float[] EMBEDDING = {3, 4}; // cosine 0.6 to the first axis, 0.8 to the second
    private static final float[][] AXES = {{2, 0}, {0, 5}};
    private static final Concepts NO_CARE = new Concepts(new float[0][], new float[0]);

    private static SafetyVerdict verdict(float first, float second, Concepts care) {
        return new ConceptScores(new Concepts(AXES, new float[]{first, second}), care).verdict(EMBEDDING);
    }

    @Test
    void verdict_cosineAboveAThreshold_namesTheConcept() {
        assertThat(verdict(0.5f, 0.9f, NO_CARE).concepts()).containsExactly(0);
        assertThat(verdict(0.7f, 0.7f, NO_CARE).concepts()).containsExactly(1);
        assertThat(verdict(0.7f, 0.9f, NO_CARE).flagged()).isFalse();
    }

    @Test
    void verdict_excessBelowHalfAThousandth_isRoundedToNone() {
        assertThat(verdict(0.5996f, 1, NO_CARE).flagged()).isFalse();
        assertThat(verdict(0.5994f, 1, NO_CARE).flagged()).isTrue();
    }

    @Test
    void verdict_specialCare_lowersEveryThresholdByAHundredth() {
        Concepts near = new Concepts(AXES, new float[]{0.5f, 0.9f});
        Concepts far = new Concepts(AXES, new float[]{0.7f, 0.9f});

        assertThat(verdict(0.605f, 0.9f, near).concepts()).containsExactly(0);
        assertThat(verdict(0.605f, 0.9f, far).flagged()).isFalse();
        assertThat(verdict(0.6106f, 0.9f, near).flagged()).isFalse();
    }
}
