package io.dreamcacher.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.dreamcacher.generation.ForeignRecipe;
import io.dreamcacher.generation.ImageFiles;
import io.dreamcacher.generation.Provenance;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.testkit.Recipes;
import io.dreamcacher.testkit.media.EncodedImages;
import io.dreamcacher.testkit.media.ImageFilesContract;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFormatsTest extends ImageFilesContract {
    private final ImageFormats formats = new ImageFormats();

    @Override
    protected ImageFiles files() {
        return formats;
    }

    /** As other people's generators give them: of every type, with metadata of their own, and in motion. */
    @Override
    protected List<ImageFile> given() {
        List<ImageFile> given = new ArrayList<>(super.given());
        given.add(EncodedImages.as(MediaType.GIF, new BufferedImage(9, 7, BufferedImage.TYPE_BYTE_BINARY)));
        given.add(EncodedImages.as(MediaType.JPEG, noise(33, 20)));
        given.add(EncodedImages.webp(noise(17, 5)));
        for (String name : List.of("rgb.jpg", "progressive.jpg", "exif6.jpg", "profile.jpg", "cmyk.jpg", "lossy.webp",
                "lossless.webp", "lossy-alpha.webp", "lossless-alpha.webp", "profile.webp", "exif5.webp",
                "moving.webp")) {
            given.add(new ImageFile(golden(name),
                    name.endsWith("jpg") ? MediaType.JPEG : MediaType.WEBP));
        }
        return given;
    }

    private static byte[] golden(String name) {
        try (InputStream in = ImageFormatsTest.class.getResourceAsStream("golden/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** EXIF says more than what was added: where its directories are, and how the image is held. */
    @Override
    protected boolean changesNoPixels(ImageFile damaged) {
        return damaged.type() != MediaType.PNG;
    }

    @Test
    void withProvenance_ofJpegAndWebP_keepsTheirTypeAndOthersBecomePng() {
        Provenance provenance = new Provenance(Recipes.of("a red boat"), Instant.EPOCH, Duration.ZERO);
        for (ImageFile file : given()) {
            boolean carries = file.type() == MediaType.JPEG || file.type() == MediaType.WEBP;
            assertThat(formats.withProvenance(file, provenance).type()).as("%s", file)
                    .isEqualTo(carries ? file.type() : MediaType.PNG);
        }
    }

    /** What a server says of its bytes may be wrong. */
    @Test
    void withProvenance_ofAFileThatIsAnotherThanItSays_isWhatItIs() {
        Provenance provenance = new Provenance(Recipes.of("a red boat"), Instant.EPOCH, Duration.ZERO);
        ImageFile said = new ImageFile(EncodedImages.webp(noise(4, 4)).bytes(), MediaType.PNG);
        assertThat(formats.withProvenance(said, provenance).type()).isEqualTo(MediaType.WEBP);
    }

    /** As many FF as an encoder likes stand before a marker (ITU T.81, B.1.1.2). */
    @Test
    void withProvenance_fillBytesBeforeTheScan_areNoDamage() {
        byte[] jpeg = EncodedImages.as(MediaType.JPEG, noise(8, 8)).bytes();
        int scan = 0;
        while (jpeg[scan] != (byte) 0xff || jpeg[scan + 1] != (byte) 0xda) {
            scan++;
        }
        byte[] filled = Arrays.copyOf(jpeg, jpeg.length + 2);
        System.arraycopy(jpeg, scan, filled, scan + 2, jpeg.length - scan);
        Arrays.fill(filled, scan, scan + 2, (byte) 0xff);
        Provenance provenance = new Provenance(Recipes.of("a red boat"), Instant.EPOCH, Duration.ZERO);

        ImageFile kept = formats.withProvenance(new ImageFile(filled, MediaType.JPEG), provenance);

        assertThat(kept.type()).isEqualTo(MediaType.JPEG);
        assertThat(formats.provenance(kept)).contains(provenance);
    }

    @Test
    void withProvenance_recipeTooLongForJpeg_isKeptAsPng() {
        ImageFile jpeg = EncodedImages.as(MediaType.JPEG, noise(8, 8));
        Provenance withoutComment = new Provenance(Recipes.of("é".repeat(10_000)), Instant.EPOCH, Duration.ZERO);
        Provenance endless = new Provenance(Recipes.of("é".repeat(20_000)), Instant.EPOCH, Duration.ZERO);

        ImageFile kept = formats.withProvenance(jpeg, withoutComment);
        ImageFile other = formats.withProvenance(jpeg, endless);

        assertThat(kept.type()).isEqualTo(MediaType.JPEG);
        assertThat(formats.provenance(kept)).contains(withoutComment);
        assertThat(formats.infotext(kept)).as("did not fit").isEmpty();
        assertThat(other.type()).isEqualTo(MediaType.PNG);
        assertThat(formats.provenance(other)).contains(endless);
        assertThat(pixels(formats.decode(other, "x"))).isEqualTo(pixels(formats.decode(jpeg, "x")));
    }

    /**
     * Written by Pillow 12.3.0: EXIF as the web UI's piexif makes it, one with the least significant byte first, and one whose
     * comment Pillow itself made of bytes.
     */
    @ParameterizedTest
    @ValueSource(strings = {"parameters.jpg", "parameters.webp", "parameters-little-endian.webp",
            "parameters-bytes.jpg"})
    void infotext_ofOtherToolsFiles_isRead(String name) {
        ImageFile file = new ImageFile(golden(name), name.endsWith("jpg") ? MediaType.JPEG : MediaType.WEBP);
        Infotext infotext = formats.infotext(file).orElseThrow();
        assertThat(infotext.prompt()).isEqualTo("a red boat ⛵, 漢字");
        assertThat(infotext.negativePrompt()).contains("rain");
        assertThat(infotext.seed()).hasValue(42);
        assertThat(infotext.sampling().sampler()).contains("Euler a");
        assertThat(formats.provenance(file)).as("not ours").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"parameters.jpg", "parameters.webp", "parameters-little-endian.webp",
            "parameters-bytes.jpg"})
    void foreignRecipe_ofOtherToolsFiles_isWhatTheyTellAndStays(String name) {
        ImageFile file = new ImageFile(golden(name), name.endsWith("jpg") ? MediaType.JPEG : MediaType.WEBP);
        ForeignRecipe told = formats.foreignRecipe(file).orElseThrow();
        assertThat(told.prompt()).isEqualTo("a red boat ⛵, 漢字");
        assertThat(told.settings().scheduler()).contains("euler-a");
        assertThat(told.settings().size()).isEqualTo(formats.size(file, "x"));
        assertThat(told.seed()).hasValue(42);

        Provenance ours = new Provenance(Recipes.of("something else"), Instant.EPOCH, Duration.ZERO);
        ImageFile kept = formats.withProvenance(file, ours);
        assertThat(formats.provenance(kept)).contains(ours);
        assertThat(formats.infotext(kept)).as("as it was").isEqualTo(formats.infotext(file));
    }

    @Test
    void foreignRecipe_ofPng_leavesOutWhatNoRequestMayHave() {
        byte[] png = EncodedImages.png(new BufferedImage(8, 4, BufferedImage.TYPE_INT_RGB)).bytes();
        ImageFile file = new ImageFile(Png.withTexts(png, Map.of("parameters",
                "a boat\nSteps: 5000, Sampler: My Own One, CFG scale: 1000, Seed: 3, Size: 512x512, Model: some_model")),
                MediaType.PNG);
        ForeignRecipe told = formats.foreignRecipe(file).orElseThrow();
        assertThat(told.settings().steps()).isEmpty();
        assertThat(told.settings().guidanceScale()).isEmpty();
        assertThat(told.settings().scheduler()).contains("my own one");
        assertThat(told.settings().size()).isEqualTo(new ImageSize(8, 4));
        assertThat(told.model()).contains("some_model");
        assertThat(formats.foreignRecipe(new ImageFile(png, MediaType.PNG))).isEmpty();
    }

    @Test
    void asPng_ofAnyType_keepsPixelsAndProvenance() {
        Provenance provenance = new Provenance(Recipes.of("a red boat"), Instant.EPOCH, Duration.ZERO);
        for (ImageFile file : given()) {
            ImageFile telling = formats.withProvenance(file, provenance);
            ImageFile png = new ImageFile(formats.asPng(telling.bytes()), MediaType.PNG);
            assertThat(Png.isPng(png.bytes())).as("%s", file).isTrue();
            assertThat(formats.provenance(png)).contains(provenance);
            assertThat(Png.isPng(formats.asPng(file.bytes()))).isTrue();
        }
    }

    @Test
    void infotext_ofJpegAndWebP_isWhatPngHas() {
        Provenance provenance = new Provenance(Recipes.of("a red boat ⛵, 漢字", "rain"), Instant.EPOCH, Duration.ZERO);
        Optional<Infotext> expected = formats
                .infotext(formats.withProvenance(EncodedImages.png(noise(3, 3)), provenance));
        assertThat(expected.orElseThrow().prompt()).isEqualTo("a red boat ⛵, 漢字");
        for (MediaType type : List.of(MediaType.JPEG, MediaType.WEBP)) {
            ImageFile file = formats.withProvenance(EncodedImages.as(type, noise(3, 3)), provenance);
            assertThat(formats.infotext(file)).as("%s", type).isEqualTo(expected);
        }
    }

    @Test
    void infotext_ofNastyRecipes_isThere() {
        Random random = new Random(20261124);
        for (int i = 0; i < 300; i++) {
            Provenance provenance = new Provenance(Recipes.random(random), Instant.EPOCH, Duration.ZERO);
            assertThat(formats.infotext(formats.withProvenance(EncodedImages.png(noise(1, 1)), provenance)))
                    .as("case %d", i)
                    .isPresent();
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
