package io.dreamcacher.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileReaderTest {
    private static final ImageFileReader READER = ImageFileReader.DEFAULT;
    /** Of each file. */
    private static final int DAMAGED = Integer.getInteger("dreamcacher.fuzz.inputs", 300);

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif", "bmp", "jpeg"})
    void read_ofEachFormat_isThePicture(String format) throws IOException {
        for (int side : new int[]{1, 17}) {
            BufferedImage read = READER.read(file(grey(side), format), "x");
            assertThat(read.getWidth()).isEqualTo(side);
            assertThat(read.getRGB(0, 0) & 0xff).isBetween(126, 130);
        }
    }

    @ParameterizedTest
    @CsvSource({"png, PNG", "gif, GIF", "bmp, BMP", "jpeg, JPEG"})
    void header_ofEachFormat_isItsTypeAndSize(String format, MediaType type) throws IOException {
        assertThat(READER.header(file(grey(17), format), "x"))
                .isEqualTo(new ImageHeader(type, new ImageSize(17, 17)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gif", "jpeg"})
    void header_endMissing_isRefused(String format) throws IOException {
        byte[] file = file(grey(40), format);
        byte[] cut = Arrays.copyOf(file, file.length - 30);

        assertThatThrownBy(() -> READER.header(cut, "x")).hasMessageMatching(
                "A picture must be whole, but x begins as a .* picture and its end is missing; get the file again\\.");
    }

    @Test
    void header_tooManyPixels_isRefused() throws IOException {
        byte[] file = file(grey(17), "png");

        assertThatThrownBy(() -> new ImageFileReader(1 << 20, 200).header(file, "x"))
                .hasMessage("A picture may have 200 pixels, but x has 17x17 = 289; make it smaller.");
    }

    @Test
    void read_ofAPathAndAStream_isThePicture(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.png");
        Files.write(file, Png.encode(grey(3)));
        assertThat(READER.read(file).getWidth()).isEqualTo(3);
        assertThat(READER.read(new ByteArrayInputStream(Png.encode(grey(4))), "b").getWidth()).isEqualTo(4);
    }

    @Test
    void read_ofNoFile_saysSo(@TempDir Path folder) {
        Path file = folder.resolve("none.png");
        assertThatThrownBy(() -> READER.read(file)).hasMessage("There is no file " + file + "; check the path.")
                .extracting(e -> ((DreamCacherException) e).category())
                .isEqualTo(FailureCategory.NOT_FOUND);
    }

    @Test
    void read_ofAHeaderOf30000x30000_costsNothing() {
        byte[] header = ByteBuffer.allocate(13).putInt(30_000).putInt(30_000).put((byte) 8).put((byte) 2).array();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(PngChunk.SIGNATURE);
        PngChunk.write(png, "IHDR", header);
        PngChunk.write(png, "IDAT", PngTest.deflated(new byte[10]));
        PngChunk.write(png, "IEND", new byte[0]);
        assertThatThrownBy(() -> READER.read(png.toByteArray(), "big.png")).hasMessage(
                "A picture may have 64,000,000 pixels, but big.png has 30000x30000 = 900,000,000; make it smaller.");
    }

    @Test
    void read_ofATextBombInAPng_doesNotInflateIt() {
        byte[] bomb = PngTest.join(PngTest.latin1("k\0\0"), PngTest.deflated(new byte[64 << 20]));
        BufferedImage read = READER.read(PngTest.pngWith(Map.of("zTXt", bomb)), "x");
        assertThat(read.getWidth()).isEqualTo(1);
    }

    @Test
    void read_ofALongFile_isRefusedBeforeDecoding() {
        ImageFileReader small = new ImageFileReader(100, 1000);
        assertThatThrownBy(() -> small.read(new ByteArrayInputStream(new byte[5000]), "x.png"))
                .hasMessage("A picture file may have 100 bytes, but x.png has more; give a smaller one.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            %PDF-1.7        | a PDF document    | 25 50 44 46 2d 31 2e 37
            <!DOCTYPE html> | a web page        | 3c 21 44 4f 43 54 59 50
            {"a":1}         | JSON              | 7b 22 61 22 3a 31 7d
            hello           | text              | 68 65 6c 6c 6f
            ''              | an empty file     | nothing
            x\u0001y           | something unknown | 78 01 79
            """)
    void read_ofNoPicture_saysWhatWasFound(String file, String found, String bytes) {
        assertThatThrownBy(() -> READER.read(PngTest.latin1(file), "f")).hasMessage(
                "A picture must be PNG, JPEG, WebP, GIF, BMP or TIFF, but f is %s (it begins with %s); give a picture file."
                        .formatted(found, bytes));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            heic | ftypheicmif1heic | a HEIC picture, as iPhones take them
            heif | ftypmif1heic     | a HEIC picture, as iPhones take them
            avif | ftypavifmif1     | an AVIF picture
            avif | ftypmif1avif     | an AVIF picture
            """)
    void read_ofHeicOrAvif_saysWhatItIsAndWhatToDo(String ending, String brands, String found) {
        byte[] file = PngTest.latin1("\0\0\0\30" + brands);
        assertThatThrownBy(() -> READER.read(file, "cat." + ending)).hasMessage(
                "A picture must be PNG, JPEG, WebP, GIF, BMP or TIFF, but cat.%s is %s, which cannot be read here; save it as PNG or JPEG.",
                ending, found);
    }

    /** Pillow's modes P and 1 are resized otherwise than L by openai/CLIP. */
    @ParameterizedTest
    @CsvSource({"grey1.png, true", "grey2.png, false", "grey4.png, false", "grey4-interlaced.png, false",
            "grey2-trns.png, false", "grey8.png, false", "palette1.png, true", "palette2.png, true",
            "palette4.png, true", "palette.gif, true", "bits.tif, true", "palette.tif, true",
            "grey2-photometric0.tif, false", "grey4-photometric1.tif, false", "bits.bmp, true", "grey.bmp, false"})
    void read_ofAPaletteOrBits_isAPaletteAndGreyIsNone(String name, boolean palette) throws IOException {
        assertThat(READER.read(PillowTest.resource(name), name).getColorModel() instanceof IndexColorModel)
                .isEqualTo(palette);
    }

    @Test
    void read_ofAVideo_isNoAvif() {
        assertThatThrownBy(() -> READER.read(PngTest.latin1("\0\0\0\30ftypisomiso2avc1mp41"), "cat.mp4"))
                .hasMessageContaining("cat.mp4 is a video (it begins with");
    }

    @Test
    void read_of32BitsAChannel_saysSo() throws IOException {
        byte[] deep = PillowTest.resource("float.tif");
        assertThatThrownBy(() -> READER.read(deep, "deep.tif")).hasMessage(
                "An image must have 8 or 16 bits a channel, but deep.tif has 32, signed or with a fraction; convert it to PNG.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif", "bmp", "jpeg"})
    void read_ofADamagedFile_failsOnlyWithASentence(String format) throws IOException {
        byte[] whole = file(PngTest.picture(9, 9, 3), format);
        Random random = new Random(11);
        for (int i = 0; i < 400; i++) {
            byte[] damaged = Arrays.copyOf(whole, i % 2 == 0 ? whole.length : random.nextInt(whole.length));
            if (damaged.length > 0) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                new ImageFileReader(1 << 20, 10_000).read(damaged, "f");
            } catch (DreamCacherException e) {
                assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST);
            }
        }
    }

    /** Each of them written by Pillow, with directories, chunks and streams to break. */
    @ParameterizedTest
    @ValueSource(strings = {"lossless-alpha.webp", "lossy-alpha.webp", "moving.webp", "exif6.webp", "rgb-tiff_lzw.tif",
            "group4.tif", "jpeg.tif", "pages.tif", "palette.tif", "strips.tif", "exif6.tif", "exif6.jpg", "cmyk.jpg"})
    @Timeout(60)
    void read_ofADamagedFileOfPillows_failsOnlyWithASentence(String name) throws IOException {
        byte[] whole = PillowTest.resource(name);
        Random random = new Random(12);
        for (int i = 0; i < DAMAGED; i++) {
            byte[] damaged = Arrays.copyOf(whole, i % 3 > 0 ? whole.length : random.nextInt(1, whole.length));
            for (int byteToo = random.nextInt(4); byteToo >= 0; byteToo--) {
                int place = i % 2 == 0 ? random.nextInt(damaged.length) : random.nextInt(Math.min(60, damaged.length));
                damaged[place] = (byte) random.nextInt();
            }
            try {
                new ImageFileReader(1 << 20, 100_000).read(damaged, "f");
            } catch (DreamCacherException e) {
                assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST);
            }
        }
    }

    /** A directory that says it is followed by itself. */
    @Test
    @Timeout(10)
    void read_ofATiffThatGoesInCircles_ends() throws IOException {
        byte[] tiff = PillowTest.resource("grey4-photometric1.tif");
        ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN).putInt(8 + 2 + 9 * 12, 8);
        assertThat(READER.read(tiff, "x").getWidth()).isEqualTo(23);
    }

    @Test
    void read_ofAWebPOf16383x16383_costsNothing() throws IOException {
        byte[] webp = PillowTest.resource("exif6.webp"); // VP8X: width and height less one, 24 bits each
        Arrays.fill(webp, 24, 30, (byte) 0xff);
        webp[25] = 0x3f;
        webp[26] = 0;
        webp[28] = 0x3f;
        webp[29] = 0;
        assertThatThrownBy(() -> READER.read(webp, "big.webp"))
                .hasMessageContaining("A picture may have 64,000,000 pixels, but big.webp has 16384x16384");
    }

    /** Adobe's values are inverted: 255 is no ink. */
    @ParameterizedTest
    @CsvSource({"255, 255, 255, 255, ffffff", "0, 255, 255, 255, 00ffff", "255, 0, 0, 255, ff0000",
            "255, 255, 255, 0, 000000",
            "200, 100, 50, 128, 643219"})
    void read_ofACmykJpeg_isItsColour(int c, int m, int y, int k, String rgb) throws IOException {
        assertNear(READER.read(fourComponents(new int[]{c, m, y, k}, 0), "x"), Integer.parseInt(rgb, 16));
    }

    /** The same colours with C, M and Y complemented and coded as Y, Cb and Cr. */
    @ParameterizedTest
    @CsvSource({"0, 128, 128, 255, ffffff", "76, 85, 255, 255, 00ffff", "179, 171, 1, 255, ff0000",
            "0, 128, 128, 0, 000000"})
    void read_ofAYcckJpeg_isItsColour(int y, int cb, int cr, int k, String rgb) throws IOException {
        assertNear(READER.read(fourComponents(new int[]{y, cb, cr, k}, 2), "x"), Integer.parseInt(rgb, 16));
    }

    /** Black, white / grey, light: where each corner lies once turned. */
    @ParameterizedTest
    @CsvSource({"1, 0, 255, 80", "2, 255, 0, 160", "3, 160, 80, 255", "4, 80, 160, 0", "5, 0, 80, 255", "6, 80, 0, 160",
            "7, 160, 255, 80", "8, 255, 160, 0"})
    void read_ofAnExifOrientation_turnsUpright(int orientation, int topLeft, int topRight, int bottomLeft)
            throws IOException {
        BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 32 * 16; i++) {
            int quarter = (i % 32 / 16) + 2 * (i / 32 / 8);
            image.setRGB(i % 32, i / 32, new int[]{0, 0xffffff, 0x505050, 0xa0a0a0}[quarter]);
        }
        BufferedImage read = READER.read(withSegment(file(image, "jpeg"), 0xe1, exif(orientation)), "x");
        assertThat(read.getWidth()).isEqualTo(orientation < 5 ? 32 : 16);
        assertThat(read.getRGB(1, 1) & 0xff).isBetween(topLeft - 6, topLeft + 6);
        assertThat(read.getRGB(read.getWidth() - 2, 1) & 0xff).isBetween(topRight - 6, topRight + 6);
        assertThat(read.getRGB(1, read.getHeight() - 2) & 0xff).isBetween(bottomLeft - 6, bottomLeft + 6);
    }

    /** Pillow 12.3: {@code convert("RGB")} ignores the one transparent colour of a grey or RGB picture. */
    @ParameterizedTest
    @CsvSource({"0, 0000", "2, 000000000000"})
    void read_ofATransparentColour_isOpaque(int colourType, String key) {
        byte[] trns = HexFormat.of().parseHex(key);
        BufferedImage read = READER.read(png(8, colourType, "tRNS", trns, new byte[1 + (colourType == 0 ? 1 : 3)]),
                "x");
        assertThat(read.getColorModel().hasAlpha()).isFalse();
        assertThat(read.getRGB(0, 0)).isEqualTo(0xff000000);
    }

    /** Pillow 12.3 takes the high byte; rounding would give 81 02 ff. */
    @Test
    void read_of16BitColours_takesTheHighByte() {
        byte[] row = HexFormat.of().parseHex("00" + "80ff" + "01ff" + "fffe");
        assertThat(READER.read(png(16, 2, "eXIf", new byte[0], row), "x").getRGB(0, 0)).isEqualTo(0xff8001ff);
        byte[] alpha = HexFormat.of().parseHex("00" + "80ff" + "01ff" + "fffe" + "10ff");
        assertThat(READER.read(png(16, 6, "eXIf", new byte[0], alpha), "x").getRGB(0, 0)).isEqualTo(0x108001ff);
    }

    @Test
    void read_ofAnOrientationInAPng_turnsUprightAndKeepsTheAlpha() throws IOException {
        BufferedImage wide = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        wide.setRGB(0, 0, 0x80ff0000);
        byte[] exif = exif(6);
        BufferedImage read = READER.read(withChunk(file(wide, "png"), "eXIf", Arrays.copyOfRange(exif, 6, exif.length)),
                "x");
        assertThat(read.getHeight()).isEqualTo(2);
        assertThat(read.getRGB(0, 0)).isEqualTo(0x80ff0000);
    }

    @Test
    void within_moreThanTheBudget_isToldAsMemory() {
        assertThatThrownBy(() -> new DecodingBudget(10 << 20).within(11 << 20, "big.png", () -> grey(1)))
                .hasMessage(
                        "Decoding big.png takes 11 MiB of memory, but 10 MiB are there for it; make it smaller, or give Java more memory (-Xmx).")
                .extracting(e -> ((DreamCacherException) e).category())
                .isEqualTo(FailureCategory.EXHAUSTED);
    }

    @Test
    void within_aFullHeap_isToldAsMemoryAndGivesItsRoomBack() throws IOException {
        DecodingBudget budget = new DecodingBudget(10 << 20);
        assertThatThrownBy(() -> budget.within(9 << 20, "x", () -> {
            throw new OutOfMemoryError("Java heap space");
        })).extracting(e -> ((DreamCacherException) e).category()).isEqualTo(FailureCategory.EXHAUSTED);
        assertThat(budget.within(10 << 20, "x", () -> grey(2)).getWidth()).isEqualTo(2);
    }

    private static byte[] png(int depth, int colourType, String type, byte[] data, byte[] row) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(PngChunk.SIGNATURE);
        PngChunk.write(png, "IHDR", ByteBuffer.allocate(13)
                .putInt(1)
                .putInt(1)
                .put((byte) depth)
                .put((byte) colourType)
                .array());
        if (data.length > 0) {
            PngChunk.write(png, type, data);
        }
        PngChunk.write(png, "IDAT", PngTest.deflated(row));
        PngChunk.write(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static byte[] withChunk(byte[] png, String type, byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(png, 0, 33); // signature and IHDR
        PngChunk.write(out, type, data);
        out.write(png, 33, png.length - 33);
        return out.toByteArray();
    }

    private static void assertNear(BufferedImage image, int expected) {
        for (int shift = 0; shift <= 16; shift += 8) {
            int found = image.getRGB(3, 3) >> shift & 0xff;
            assertThat(found).isBetween((expected >> shift & 0xff) - 3, (expected >> shift & 0xff) + 3);
        }
    }

    private static byte[] exif(int orientation) {
        ByteBuffer exif = ByteBuffer.allocate(6 + 8 + 2 + 12 + 4);
        exif.put(PngTest.latin1("Exif\0\0MM\0*")).putInt(8).putShort((short) 1);
        exif.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
        return exif.array();
    }

    private static byte[] fourComponents(int[] values, int adobeTransform) throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(0, 8, 8, 4, null);
        for (int i = 0; i < 64; i++) {
            raster.setPixel(i % 8, i / 8, values);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(new IIOImage(raster, null, null));
        }
        writer.dispose();
        byte[] adobe = "Adobe\0\144\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
        adobe[11] = (byte) adobeTransform;
        return withSegment(out.toByteArray(), 0xee, adobe);
    }

    private static byte[] withSegment(byte[] jpeg, int marker, byte[] data) {
        ByteBuffer out = ByteBuffer.allocate(jpeg.length + data.length + 4);
        out.put(jpeg, 0, 2).put((byte) 0xff).put((byte) marker).putShort((short) (data.length + 2)).put(data);
        return out.put(jpeg, 2, jpeg.length - 2).array();
    }

    private static BufferedImage grey(int side) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < side * side; i++) {
            image.setRGB(i % side, i / side, 0x808080);
        }
        return image;
    }

    private static byte[] file(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }
}
