package io.dreamcacher.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Scope;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecipePngTest {
    private static final BufferedImage DOT = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);

    @Test
    void provenance_ofNastyPrompts_roundTrips() {
        Random random = new Random(20261124);
        for (int i = 0; i < 300; i++) {
            Provenance provenance = new Provenance(Recipes.random(random),
                    Instant.ofEpochMilli(random.nextLong(2_000_000_000_000L)),
                    Duration.ofMillis(random.nextInt(99_999)));
            byte[] png = RecipePng.encode(DOT, provenance);
            assertThat(RecipePng.provenance(png)).as("case %d", i).contains(provenance);
            assertThat(RecipePng.infotext(png)).as("case %d", i).isPresent();
        }
    }

    @Test
    void provenance_ofAnotherToolsPicture_isEmpty() {
        assertThat(RecipePng.provenance(Png.encode(DOT))).isEmpty();
        assertThat(RecipePng.infotext(Png.encode(DOT))).isEmpty();
    }

    @Test
    void provenance_toGeneration_keepsWhatThePictureKnows() {
        Provenance provenance = new Provenance(Recipes.of("a boat", ""), Instant.ofEpochMilli(1234),
                Duration.ofMillis(56));
        GenerationId id = GenerationId.random(new Random(1));
        Generation generation = provenance.toGeneration(id, Scope.PUBLIC, 789);
        assertThat(Provenance.of(generation)).isEqualTo(provenance);
        assertThat(generation.sizeBytes()).isEqualTo(789);
    }
}
