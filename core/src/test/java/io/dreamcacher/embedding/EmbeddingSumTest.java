package io.dreamcacher.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.failure.DreamCacherException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingSumTest {
    private static final Embedding EAST = Embedding.ofVector(new float[]{1, 0, 0});
    private static final Embedding NORTH = Embedding.ofVector(new float[]{0, 1, 0});

    @Test
    void vector_weighted_liesBetweenNearerToTheHeavier() {
        Embedding sum = new EmbeddingSum().add(EAST, 3).add(NORTH, 4).vector();

        assertThat(sum.similarity(EAST)).isCloseTo(0.6, within(1e-6));
        assertThat(sum.similarity(NORTH)).isCloseTo(0.8, within(1e-6));
    }

    @Test
    void vector_negativeWeight_isFarFromIt() {
        assertThat(new EmbeddingSum().add(EAST, 1).add(NORTH, -1).vector().similarity(NORTH)).isNegative();
        assertThat(new EmbeddingSum().add(NORTH, -2).vector().similarity(NORTH)).isCloseTo(-1, within(1e-6));
    }

    @Test
    void vector_nothingOrCancelled_isRefused() {
        assertThatThrownBy(() -> new EmbeddingSum().vector()).isInstanceOf(DreamCacherException.class);
        assertThatThrownBy(() -> new EmbeddingSum().add(EAST, 1).add(EAST, -1).vector())
                .isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("cancels itself");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, Double.NaN, Double.POSITIVE_INFINITY})
    void add_weightThatIsNone_isRefused(double weight) {
        assertThatThrownBy(() -> new EmbeddingSum().add(EAST, weight)).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("other than 0");
    }
}
