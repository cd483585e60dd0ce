package io.dreamcacher.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.access.Scope;
import io.dreamcacher.embedding.Embedding;
import org.junit.jupiter.api.Test;

final class SamplesTest {
    @Test
    void generation_sameSeed_isTheSame() {
        assertThat(new Samples(1).generation(Scope.PUBLIC, "a boat"))
                .isEqualTo(new Samples(1).generation(Scope.PUBLIC, "a boat"))
                .isNotEqualTo(new Samples(2).generation(Scope.PUBLIC, "a boat"));
    }

    @Test
    void near_anySimilarity_isMet() {
        Samples samples = new Samples(3);
        Embedding base = samples.embedding(64);
        for (double similarity : new double[]{-1, -0.3, 0, 0.5, 0.97, 1}) {
            assertThat(samples.near(base, similarity).similarity(base)).isCloseTo(similarity, within(1e-5));
        }
    }

    @Test
    void vectors_withoutVisionTower_haveNoJointPart() {
        assertThat(new Samples(4).vectors(Samples.identity(8, 0)).joint()).isEmpty();
    }
}
