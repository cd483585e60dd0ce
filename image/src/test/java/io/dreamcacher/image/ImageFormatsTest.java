package io.dreamcacher.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.dreamcacher.generation.ImageFiles;
import io.dreamcacher.generation.Provenance;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.testkit.Recipes;
import io.dreamcacher.testkit.media.ImageFilesContract;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import javax.imageio.ImageIO;
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
    void thumbnail_ofAnImage_isASmallJpegOfTheSameColours() {
        BufferedImage image = new BufferedImage(1000, 1000, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 1000 * 500; i++) {
            image.setRGB(i % 1000, i / 1000, 0xff2040c0);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        assertThatCode(() -> ImageIO.write(image, "png", png)).doesNotThrowAnyException();

        ImageFile thumbnail = formats.thumbnail(new ImageFile(png.toByteArray(), MediaType.PNG), 256);

        assertThat(thumbnail.type()).isEqualTo(MediaType.JPEG);
        assertThat(thumbnail.sizeBytes()).isLessThan(3_000);
        BufferedImage small = formats.decode(thumbnail, "x");
        assertThat(small.getRGB(128, 60) & 0xff).isBetween(0xb8, 0xc8);
        assertThat(small.getRGB(128, 200) & 0xff).as("transparent").isGreaterThan(250);
    }

    @Test
    void provenance_ofAnotherToolsImage_isEmpty() {
        ImageFile other = new ImageFile(Png.encode(noise(1, 1)), MediaType.PNG);
        assertThat(formats.provenance(other)).isEmpty();
        assertThat(formats.infotext(other)).isEmpty();
    }
}
