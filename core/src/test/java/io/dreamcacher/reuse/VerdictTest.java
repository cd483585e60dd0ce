package io.dreamcacher.reuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dreamcacher.reuse.Verifier.Verdict;
import org.junit.jupiter.api.Test;

class VerdictTest {
    @Test
    void of_anyProbability_hasLogOdds() {
        assertThat(Verdict.of(0, false).probability()).isEqualTo(Verdict.CLOSEST);
        assertThat(Verdict.of(1, true)).isEqualTo(new Verdict(1 - Verdict.CLOSEST, true));
        assertThat(Verdict.of(0.25, false).probability()).isEqualTo(0.25);
    }

    @Test
    void new_noProbability_isRefused() {
        for (double other : new double[]{0, 1, -0.5, 2, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Verdict(other, false))
                    .withMessage("a probability must be 1.0E-7 to 1 - 1.0E-7; found " + other);
        }
    }
}
