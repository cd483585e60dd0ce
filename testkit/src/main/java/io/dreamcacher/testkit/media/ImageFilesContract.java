package io.dreamcacher.testkit.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.ImageFiles;
import io.dreamcacher.generation.Provenance;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.testkit.Recipes;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
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

    /** Files of every type that is read, as generators may give them. */
    protected List<ImageFile> given() {
        return List.of(EncodedImages.png(noise(17, 5)), EncodedImages.as(MediaType.BMP, noise(17, 5)));
    }

    @Test
    void withProvenance_ofAnyFile_leavesThePixels() {
        for (int[] size : new int[][]{{1, 1}, {17, 5}, {128, 96}}) {
            BufferedImage image = noise(size[0], size[1]);
            assertThat(pixels(files().decode(files().withProvenance(EncodedImages.png(image), PROVENANCE), "x")))
                    .isEqualTo(pixels(image));
        }
        for (ImageFile file : given()) {
            ImageFile telling = files().withProvenance(file, PROVENANCE);
            assertThat(pixels(files().decode(telling, "x"))).as("%s", file)
                    .isEqualTo(pixels(files().decode(file, "x")));
            assertThat(files().provenance(telling)).as("%s", file).contains(PROVENANCE);
        }
    }

    @Test
    void withProvenance_twice_tellsTheSecond() {
        Provenance second = new Provenance(Recipes.withoutSampling("a boat", "a boat at sea"),
                PROVENANCE.createdAt(), Duration.ZERO);
        for (ImageFile file : given()) {
            ImageFile once = files().withProvenance(file, PROVENANCE);
            ImageFile twice = files().withProvenance(once, second);
            assertThat(files().provenance(twice)).as("%s", file).contains(second);
            assertThat(pixels(files().decode(twice, "x"))).isEqualTo(pixels(files().decode(file, "x")));
        }
    }

    @Test
    void withProvenance_sameAgain_isTheSameFile() {
        for (ImageFile file : given()) {
            ImageFile once = files().withProvenance(file, PROVENANCE);
            assertThat(files().withProvenance(once, PROVENANCE)).as("%s", file).isEqualTo(once);
        }
    }

    @Test
    void foreignRecipe_ofFilesThatTellNothing_isEmpty() {
        assertThat(files().foreignRecipe(EncodedImages.png(noise(8, 6)))).isEmpty();
        refused(() -> files().foreignRecipe(new ImageFile(new byte[]{1, 2, 3}, MediaType.PNG)));
    }

    @Test
    void withProvenance_ofNoImage_isRefused() {
        for (String text : List.of("", "no image at all", "\u00ff\u00d8\u00ff",
                "RIFF\u0000\u0000\u0000\u0000WEBPVP8 ")) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            refused(() -> files().withProvenance(new ImageFile(bytes, MediaType.PNG), PROVENANCE));
        }
    }

    @Test
    void provenance_ofNastyRecipes_roundTrips() {
        Random random = new Random(20261124);
        for (int i = 0; i < 300; i++) {
            Provenance provenance = new Provenance(Recipes.random(random),
                    Instant.ofEpochMilli(random.nextLong(2_000_000_000_000L)),
                    Duration.ofMillis(random.nextInt(99_999)));
            for (ImageFile file : given()) {
                assertThat(files().provenance(files().withProvenance(file, provenance))).as("case %d, %s", i, file)
                        .contains(provenance);
            }
        }
    }

    @Test
    void provenance_ofADamagedFile_isRefusedOrNone() {
        for (ImageFile file : given()) {
            ImageFile whole = files().withProvenance(file, PROVENANCE);
            for (int at = 0; at < whole.bytes().length; at += 7) {
                byte[] bytes = whole.bytes().clone();
                bytes[at] ^= 4;
                refusedOrWithout(new ImageFile(bytes, whole.type()), "%s, byte %d".formatted(whole, at));
            }
        }
    }

    /** What tells nothing of the image, such as another orientation, may change. */
    private void refusedOrWithout(ImageFile damaged, String which) {
        try {
            files().provenance(damaged).ifPresent(found -> {
                assertThat(found).as(which).isEqualTo(PROVENANCE);
                assertThat(changesNoPixels(damaged)).as(which).isTrue();
            });
        } catch (DreamCacherException e) {
            assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST);
        }
    }

    /** Whether what was damaged is neither image nor recipe; where every byte is checked nothing is. */
    protected boolean changesNoPixels(ImageFile damaged) {
        return false;
    }

    @Test
    void size_ofAnyFile_isThatOfTheDecodedImage() {
        for (ImageFile file : given()) {
            BufferedImage image = files().decode(file, "x");
            assertThat(files().size(file, "x")).as("%s", file)
                    .isEqualTo(new ImageSize(image.getWidth(), image.getHeight()));
            assertThat(files().size(files().withProvenance(file, PROVENANCE), "x")).as("%s", file)
                    .isEqualTo(files().size(file, "x"));
        }
        refused(() -> files().size(new ImageFile("no image".getBytes(StandardCharsets.UTF_8), MediaType.PNG), "x"));
    }

    @Test
    void thumbnail_ofALargeImage_isAsLongAsAskedAndTellsNothing() {
        ImageFile wide = files().thumbnail(telling(noise(1000, 500)), 256);
        assertThat(files().decode(wide, "x").getWidth()).isEqualTo(256);
        assertThat(files().decode(wide, "x").getHeight()).isEqualTo(128);
        ImageFile tall = files().thumbnail(telling(noise(1, 3000)), 512);
        assertThat(files().decode(tall, "x").getWidth()).isEqualTo(1);
        assertThat(files().decode(tall, "x").getHeight()).isEqualTo(512);
        ImageFile small = files().thumbnail(telling(noise(30, 20)), 256);
        assertThat(files().decode(small, "x").getWidth()).isEqualTo(30);
        assertThat(new String(wide.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("red boat");
    }

    @Test
    void decode_ofACutOrForeignFile_isRefused() {
        ImageFile whole = telling(noise(40, 40));
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

    private ImageFile telling(BufferedImage image) {
        return files().withProvenance(EncodedImages.png(image), PROVENANCE);
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
