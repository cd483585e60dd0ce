package io.dreamcacher.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.generation.ImageFiles;
import io.dreamcacher.generation.Provenance;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.testkit.Recipes;
import io.dreamcacher.testkit.media.ImageFilesContract;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImageFormatsTest extends ImageFilesContract {
    private final ImageFormats formats = new ImageFormats();

    @Override
    protected ImageFiles files() {
        return formats;
    }

    @Test
    void infotext_ofNastyRecipes_isThere() {
        Random random = new Random(20261124);
        for (int i = 0; i < 300; i++) {
            Provenance provenance = new Provenance(Recipes.random(random), Instant.EPOCH, Duration.ZERO);
            assertThat(formats.infotext(formats.encode(noise(1, 1), provenance))).as("case %d", i).isPresent();
        }
    }

    @Test
    void provenance_ofAnotherToolsImage_isEmpty() {
        ImageFile other = new ImageFile(Png.encode(noise(1, 1)), MediaType.PNG);
        assertThat(formats.provenance(other)).isEmpty();
        assertThat(formats.infotext(other)).isEmpty();
    }
}
