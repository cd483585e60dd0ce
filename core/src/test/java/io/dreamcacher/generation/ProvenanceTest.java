package io.dreamcacher.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Scope;
import io.dreamcacher.media.ImageDigest;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.testkit.Recipes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
    @Test
    void toGeneration_keepsWhatTheImageKnows() {
        Provenance provenance = new Provenance(Recipes.of("a boat", ""), Instant.ofEpochMilli(1234),
                Duration.ofMillis(56));
        ImageDigest file = new ImageDigest(MediaType.WEBP, 789, Optional.empty());
        GenerationId id = GenerationId.random(new Random(1));
        Generation generation = provenance.toGeneration(id, Scope.PUBLIC, file);
        assertThat(Provenance.of(generation)).isEqualTo(provenance);
        assertThat(generation.file()).isEqualTo(file);
    }
}
