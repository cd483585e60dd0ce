package io.dreamcacher.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorIndexPlanTest {
    @ParameterizedTest
    @CsvSource({"10000, 768, 2048, 10, FLAT", "1000000, 768, 8192, 10, HNSW", "1000000, 768, 2048, 10, QUANTISED",
            "1000000, 768, 8192, 2000, FLAT", "1000000, 768, 1024, 2000, QUANTISED"})
    void of_noKindAskedFor_theSimplestWithinTheLimits(long vectors, int dimension, long megabytes, long milliseconds,
            VectorIndexKind expected) {
        VectorIndexPlan plan = VectorIndexPlan.of(Optional.empty(), vectors, dimension,
                new VectorIndexPlan.Limits(megabytes << 20, Duration.ofMillis(milliseconds)));

        assertThat(plan.kind()).isEqualTo(expected);
        assertThat(plan.reason()).contains("%,d".formatted(vectors));
    }

    @Test
    void memory_hundredThousandOfLargeClip_quantisedIsBelowHundredMegabytes() {
        assertThat(VectorIndexPlan.memory(VectorIndexKind.QUANTISED, 100_000, 768)).isLessThan(100_000_000);
    }

    @Test
    void limits_nothing_areRefused() {
        assertThatThrownBy(() -> new VectorIndexPlan.Limits(0, Duration.ofMillis(1)))
                .isInstanceOf(DreamCacherException.class);
    }
}
