package io.dreamcacher.collections.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearDuplicatesTest {
    @Test
    void groups_chains_areOneGroupEachLargestFirst() {
        NearDuplicates found = new NearDuplicates(0.9);
        found.pair("a", "b", 0.95);
        found.pair("z", "y", 0.9);
        found.pair("c", "b", 0.99);
        found.pair("a", "z", 0.89);
        found.pair("q", "q", 1);

        assertThat(found.groups()).isEqualTo(List.of(List.of("a", "b", "c"), List.of("y", "z")));
    }

    @Test
    void groups_pairsInAnyOrder_areTheSame() {
        SplittableRandom random = new SplittableRandom(4);
        NearDuplicates found = new NearDuplicates(0.5);
        for (int i = 0; i < 5000; i++) {
            int group = random.nextInt(20);
            found.pair("%d-%d".formatted(group, random.nextInt(10)), "%d-%d".formatted(group, random.nextInt(10)), 1);
        }

        assertThat(found.groups()).hasSize(20).allMatch(group -> group.size() == 10);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1.1, Double.NaN})
    void similarity_noCosine_isRefused(double similarity) {
        assertThatThrownBy(() -> new NearDuplicates(similarity)).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("--similarity");
    }
}
