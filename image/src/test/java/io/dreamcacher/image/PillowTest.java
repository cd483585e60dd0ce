package io.dreamcacher.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of every kind against the pixels Pillow 12.3.0 reads of them; {@code golden/make.py} wrote both. */
class PillowTest {
    /** libjpeg-turbo and the JDK's libjpeg round colours and the transform a little differently. */
    private static final int JPEG_ROUNDING = 3;
    /** libwebp smooths colour between its samples, which are one for four pixels; the Java decoder repeats them. */
    private static final double WEBP_CHROMA = 8;

    @ParameterizedTest
    @ValueSource(strings = {"grey1.png", "grey2.png", "grey4.png", "grey8.png", "grey16.png", "grey2-trns.png",
            "grey4-interlaced.png", "grey-alpha8.png", "grey-alpha16.png", "palette1.png", "palette2.png",
            "palette4.png", "palette8-trns.png", "rgb8.png", "rgb8-interlaced.png", "rgb16.png", "rgba8.png",
            "rgba16.png", "profile.png", "gamma.png", "palette.gif", "transparent.gif", "moving.gif", "rgb.bmp",
            "palette.bmp", "grey.bmp", "bits.bmp", "lossless.webp", "lossless-alpha.webp", "profile.webp",
            "moving.webp", "rgb-raw.tif", "rgb-tiff_lzw.tif", "rgb-tiff_adobe_deflate.tif", "rgb-packbits.tif",
            "rgba.tif", "grey.tif", "grey-alpha.tif", "palette.tif", "bits.tif", "group4.tif", "cmyk.tif", "grey16.tif",
            "grey16-big-endian.tif", "profile.tif", "pages.tif", "strips.tif", "grey2-photometric0.tif",
            "grey2-photometric1.tif", "grey4-photometric0.tif", "grey4-photometric1.tif"})
    void read_withoutLoss_isWhatPillowReads(String name) throws IOException {
        assertThat(farthest(name)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb.jpg", "grey.jpg", "progressive.jpg", "profile.jpg", "cmyk.jpg", "jpeg.tif"})
    void read_ofJpeg_isWhatPillowReadsButForRounding(String name) throws IOException {
        assertThat(farthest(name)).isLessThanOrEqualTo(JPEG_ROUNDING);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
    void read_ofEachOrientation_isTurnedAsByPillow(int orientation) throws IOException {
        for (String ending : new String[]{"png", "webp", "tif"}) {
            assertThat(farthest("exif%d.%s".formatted(orientation, ending))).as(ending).isZero();
        }
        assertThat(farthest("exif%d.jpg".formatted(orientation))).isLessThanOrEqualTo(JPEG_ROUNDING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lossy.webp", "lossy-alpha.webp"})
    void read_ofLossyWebP_isNearWhatPillowReads(String name) throws IOException {
        int[] expected = expected(name);
        int[] found = found(name);
        assertThat(found).hasSameSizeAs(expected);
        long sum = 0;
        for (int i = 2; i < found.length; i++) {
            assertThat(found[i] >>> 24).isEqualTo(expected[i] >>> 24);
            sum += distances(found[i], expected[i]);
        }
        assertThat(sum / 3.0 / (found.length - 2)).isLessThan(WEBP_CHROMA);
    }

    private static int farthest(String name) throws IOException {
        int[] expected = expected(name);
        int[] found = found(name);
        assertThat(found).as("width, height and pixels of %s", name).hasSameSizeAs(expected);
        assertThat(found[0]).as("width").isEqualTo(expected[0]);
        int farthest = 0;
        for (int i = 2; i < found.length; i++) {
            for (int shift = 0; shift <= 24; shift += 8) {
                farthest = Math.max(farthest, Math.abs((found[i] >>> shift & 0xff) - (expected[i] >>> shift & 0xff)));
            }
        }
        return farthest;
    }

    private static int distances(int a, int b) {
        int sum = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            sum += Math.abs((a >>> shift & 0xff) - (b >>> shift & 0xff));
        }
        return sum;
    }

    /** Width, height, then pixels as alpha, red, green, blue. */
    private static int[] found(String name) throws IOException {
        BufferedImage image = ImageFileReader.DEFAULT.read(resource(name), name);
        int[] found = new int[2 + image.getWidth() * image.getHeight()];
        found[0] = image.getWidth();
        found[1] = image.getHeight();
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), found, 2, image.getWidth());
        return found;
    }

    private static int[] expected(String name) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(resource(name + ".rgba"));
        int[] expected = new int[bytes.remaining() / 4];
        bytes.asIntBuffer().get(expected);
        for (int i = 2; i < expected.length; i++) {
            expected[i] = Integer.rotateRight(expected[i], 8);
        }
        return expected;
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream in = PillowTest.class.getResourceAsStream("golden/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
