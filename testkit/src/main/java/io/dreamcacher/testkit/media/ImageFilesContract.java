package io.dreamcacher.testkit.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.ImageFiles;
import io.dreamcacher.generation.Provenance;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.testkit.Recipes;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What all {@link ImageFiles} must do. */
public abstract class ImageFilesContract {
    private static final Provenance PROVENANCE = new Provenance(Recipes.of("a red boat", "rain"),
            Instant.parse("2026-11-24T10:00:00.123Z"), Duration.ofMillis(640));

    /** For subclasses. */
    protected ImageFilesContract() {}

    /** What is tested. */
    protected abstract ImageFiles files();

    @Test
    void decode_ofWhatWasEncoded_isTheSamePixels() {
        for (int[] size : new int[][]{{1, 1}, {17, 5}, {128, 96}}) {
            BufferedImage image = noise(size[0], size[1]);
            assertThat(pixels(files().decode(files().encode(image, PROVENANCE), "x"))).isEqualTo(pixels(image));
        }
    }

    @Test
    void provenance_ofNastyRecipes_roundTrips() {
        Random random = new Random(20261124);
        for (int i = 0; i < 300; i++) {
            Provenance provenance = new Provenance(Recipes.random(random),
                    Instant.ofEpochMilli(random.nextLong(2_000_000_000_000L)),
                    Duration.ofMillis(random.nextInt(99_999)));
            assertThat(files().provenance(files().encode(noise(2, 1), provenance))).as("case %d", i)
                    .contains(provenance);
        }
    }

    @Test
    void provenance_ofADamagedFile_isRefusedOrNone() {
        ImageFile whole = files().encode(noise(9, 9), PROVENANCE);
        for (int at = 0; at < whole.bytes().length; at += 7) {
            byte[] bytes = whole.bytes().clone();
            bytes[at] ^= 4;
            ImageFile damaged = new ImageFile(bytes, whole.type());
            try {
                assertThat(files().provenance(damaged)).as("byte %d", at).isEmpty();
            } catch (DreamCacherException e) {
                assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST);
            }
        }
    }

    @Test
    void thumbnail_ofALargeImage_isAsLongAsAskedAndTellsNothing() {
        ImageFile wide = files().thumbnail(files().encode(noise(1000, 500), PROVENANCE), 256);
        assertThat(files().decode(wide, "x").getWidth()).isEqualTo(256);
        assertThat(files().decode(wide, "x").getHeight()).isEqualTo(128);
        ImageFile tall = files().thumbnail(files().encode(noise(1, 3000), PROVENANCE), 512);
        assertThat(files().decode(tall, "x").getWidth()).isEqualTo(1);
        assertThat(files().decode(tall, "x").getHeight()).isEqualTo(512);
        ImageFile small = files().thumbnail(files().encode(noise(30, 20), PROVENANCE), 256);
        assertThat(files().decode(small, "x").getWidth()).isEqualTo(30);
        assertThat(new String(wide.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("red boat");
    }

    @Test
    void decode_ofACutOrForeignFile_isRefused() {
        ImageFile whole = files().encode(noise(40, 40), PROVENANCE);
        for (int length : new int[]{0, 1, 20, 300}) {
            refused(() -> files().decode(new ImageFile(Arrays.copyOf(whole.bytes(), length), whole.type()), "x"));
        }
        refused(() -> files().decode(new ImageFile("no image at all".getBytes(StandardCharsets.UTF_8),
                whole.type()), "x"));
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(DreamCacherException.class,
                e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST));
    }

    /** An image of random colours. */
    protected static BufferedImage noise(int width, int height) {
        SplittableRandom random = new SplittableRandom(width * 31L + height);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        return image;
    }

    /** The colours of an image, row by row. */
    protected static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
}
