package io.dreamcacher.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngTest {
    @Test
    void encode_isWhatAnotherDecoderReads() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            BufferedImage image = picture(1 + seed * 7, 1 + seed * 3, seed);
            BufferedImage read = ImageIO.read(new ByteArrayInputStream(Png.encode(image)));
            assertThat(pixels(read)).as("seed %d", seed).isEqualTo(pixels(image));
        }
    }

    @Test
    void encode_twice_givesTheSameBytes() {
        assertThat(Png.encode(picture(40, 30, 5))).isEqualTo(Png.encode(picture(40, 30, 5)));
    }

    @Test
    void encode_ofASmoothPicture_usesFilters() {
        BufferedImage image = new BufferedImage(256, 256, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256 * 256; i++) {
            image.setRGB(i % 256, i / 256, (i % 256) << 16 | (i / 256) << 8 | (i % 256 + i / 256) / 2);
        }
        assertThat(Png.encode(image).length).isLessThan(5_000);
    }

    @Test
    void size_isReadFromTheHeader() {
        assertThat(Png.size(Png.encode(picture(12, 34, 1)))).isEqualTo(new ImageSize(12, 34));
    }

    @Test
    void texts_ofWhatWasAdded_areTheSame() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("parameters", "a ⛵\nwith \"quotes\" 🏳️‍🌈");
        texts.put("dreamcacher", "");
        byte[] png = Png.withTexts(Png.encode(picture(3, 3, 1)), texts);
        assertThat(Png.texts(png)).containsExactlyEntriesOf(texts);
    }

    @Test
    void withTexts_ofAKeywordAlreadyThere_replacesIt() throws IOException {
        byte[] png = Png.withTexts(Png.encode(picture(3, 3, 1)), Map.of("a", "old", "b", "kept"));
        byte[] changed = Png.withTexts(png, Map.of("a", "new"));
        assertThat(Png.texts(changed)).isEqualTo(Map.of("a", "new", "b", "kept"));
        assertThat(pixels(ImageIO.read(new ByteArrayInputStream(changed)))).isEqualTo(pixels(picture(3, 3, 1)));
    }

    @Test
    void withTexts_ofANul_isRefused() {
        assertThatThrownBy(() -> Png.withTexts(Png.encode(picture(1, 1, 1)), Map.of("a", "b\0c")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a PNG text has no NUL, found one in a");
    }

    @Test
    void texts_ofOtherTools_areReadInAllThreeForms() {
        byte[] png = pngWith(Map.of("tEXt", latin1("one\0caf\u00e9"),
                "zTXt", join(latin1("two\0\0"), deflated(latin1("\u00fcber"))),
                "iTXt", join(latin1("three\0\1\0de\0drei\0"), deflated("⛵".getBytes(StandardCharsets.UTF_8)))));
        assertThat(Png.texts(png)).isEqualTo(Map.of("one", "café", "two", "über", "three", "⛵"));
    }

    @Test
    void texts_ofMalformedChunks_arePassedOver() {
        for (String data : new String[]{"", "no separator", "\0no keyword", "x".repeat(80) + "\0long", "k\0", "k\0\1",
                "k\0\0not deflated", "k\0\1\0", "k\0\1\0en\0", "k\0\1\0en\0k\0garbage"}) {
            assertThat(Png.texts(pngWith(Map.of("zTXt", latin1(data))))).as(data).isEmpty();
        }
        for (String data : new String[]{"", "k\0", "k\0\0", "k\0\0\0", "k\0\0\0en", "k\0\0\0en\0", "k\0\1\1\0\0x"}) {
            assertThat(Png.texts(pngWith(Map.of("iTXt", latin1(data))))).as(data).isEmpty();
        }
    }

    @Test
    void texts_thatInflateWithoutEnd_areRefused() {
        byte[] bomb = join(latin1("k\0\0"), deflated(new byte[64 << 20]));
        assertThat(bomb.length).isLessThan(100_000);
        assertThatThrownBy(() -> Png.texts(pngWith(Map.of("zTXt", bomb)))).isInstanceOf(DreamCacherException.class)
                .hasMessage(
                        "The texts inside a PNG file may have 4,194,304 bytes together, but this file has more; remove them from the picture.");
    }

    @Test
    void texts_ofAnotherFile_saysHowItBegins() {
        assertThatThrownBy(() -> Png.texts(latin1("GIF89a"))).hasMessage(
                "A PNG file begins with the bytes 89 50 4e 47 0d 0a 1a 0a, but this one begins with 47 49 46 38 39 61; give a PNG file.");
    }

    @Test
    void texts_ofADamagedByte_saysBothChecksums() {
        byte[] png = Png.withTexts(Png.encode(picture(2, 2, 1)), Map.of("k", "text"));
        png[33 + 8 + 6] ^= 1;
        assertThatThrownBy(() -> Png.texts(png)).isInstanceOf(DreamCacherException.class)
                .hasMessageMatching("The PNG chunk at byte 33 must have checksum \\p{XDigit}{8}, as it says itself, "
                        + "but has \\p{XDigit}{8}; the file is damaged, get it again.");
    }

    @Test
    void texts_ofEveryShorterFile_saysItIsCutShort() {
        byte[] png = Png.withTexts(Png.encode(picture(2, 2, 1)), Map.of("k", "text"));
        for (int length = 8; length < png.length; length++) {
            byte[] cut = Arrays.copyOf(png, length);
            assertThatThrownBy(() -> Png.texts(cut)).as("%d bytes", length)
                    .isInstanceOf(DreamCacherException.class)
                    .hasMessageContaining("the file is cut short, get it again.");
        }
    }

    @Test
    void texts_ofAnEnormousLength_allocatesNothing() {
        byte[] png = join(PngChunk.SIGNATURE, new byte[]{(byte) 0xff, -1, -1, -1, 't', 'E', 'X', 't', 0, 0, 0, 0});
        assertThatThrownBy(() -> Png.texts(png)).hasMessage(
                "A PNG file ends with an IEND chunk; at byte 8 there should be 4,294,967,295 bytes and a checksum, but 4 bytes are left: the file is cut short, get it again.");
    }

    @Test
    void texts_ofRandomDamage_failsOnlyWithASentence() {
        byte[] png = Png.withTexts(Png.encode(picture(5, 5, 1)), Map.of("k", "text"));
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = png.clone();
            damaged[random.nextInt(png.length)] = (byte) random.nextInt();
            try {
                Png.texts(damaged);
            } catch (DreamCacherException e) {
                assertThat(e).hasMessageContaining("PNG");
            }
        }
    }

    static BufferedImage picture(int width, int height, long seed) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt(0x1000000));
            }
        }
        return image;
    }

    static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    /** A one-pixel picture with these chunks before its data. */
    static byte[] pngWith(Map<String, byte[]> chunks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(PngChunk.SIGNATURE);
        for (PngChunk chunk : PngChunk.of(Png.encode(picture(1, 1, 1)))) {
            if (chunk.is("IDAT")) {
                chunks.forEach((type, data) -> PngChunk.write(out, type, data));
            }
            chunk.copyTo(out);
        }
        return out.toByteArray();
    }

    static byte[] deflated(byte[] data) {
        Deflater deflater = new Deflater();
        deflater.setInput(data);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
