package io.dreamcacher.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Scope;
import io.dreamcacher.testkit.Recipes;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
    @Test
    void toGeneration_keepsWhatTheImageKnows() {
        Provenance provenance = new Provenance(Recipes.of("a boat", ""), Instant.ofEpochMilli(1234),
                Duration.ofMillis(56));
        GenerationId id = GenerationId.random(new Random(1));
        Generation generation = provenance.toGeneration(id, Scope.PUBLIC, 789);
        assertThat(Provenance.of(generation)).isEqualTo(provenance);
        assertThat(generation.sizeBytes()).isEqualTo(789);
    }
}
