package io.dreamcacher.image;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes pictures somebody hands over: PNG, JPEG (CMYK and YCCK too, turned upright by EXIF), BMP, and the first frame of
 * a GIF. Sizes are checked before anything is decoded, nothing is written to disk. Pictures keep their alpha and are
 * sRGB otherwise. Thread-safe.
 *
 * @param maxBytes longest file read
 * @param maxPixels largest picture decoded, width times height
 */
public record ImageFileReader(int maxBytes, long maxPixels) {
    /** 32 MiB and 64 megapixels. */
    public static final ImageFileReader DEFAULT = new ImageFileReader(32 << 20, 64_000_000);

    /** Where the colour type stands in a PNG file, and what it is for a palette (PNG, third edition, section 11.2.1). */
    private static final int COLOUR_TYPE = 25;
    private static final int PALETTE = 3;

    private static final String FORMATS = "PNG, JPEG, GIF or BMP";

    /** Refuses limits below one. */
    public ImageFileReader {
        if (maxBytes < 1 || maxPixels < 1) {
            throw new IllegalArgumentException(
                    "limits are 1 or more, found %d bytes and %d pixels".formatted(maxBytes, maxPixels));
        }
    }

    /**
     * Reads a file.
     *
     * @throws DreamCacherException with NOT_FOUND when there is none, BAD_REQUEST when it is no picture this reads
     */
    public BufferedImage read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        } catch (NoSuchFileException e) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "There is no file %s; check the path.".formatted(file), e);
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        }
    }

    /**
     * Reads a stream to its end, or to one byte beyond the limit. The stream stays open.
     *
     * @param name for messages
     */
    public BufferedImage read(InputStream in, String name) {
        try {
            return read(in.readNBytes(maxBytes + 1), name);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /**
     * Decodes bytes.
     *
     * @param name for messages
     */
    public BufferedImage read(byte[] file, String name) {
        if (file.length > maxBytes) {
            throw DreamCacherException
                    .badRequest("A picture file may have %,d bytes, but %s has more; give a smaller one."
                            .formatted(maxBytes, name));
        }
        FileKind kind = FileKind.of(file);
        return switch (kind) {
            case PNG -> Upright.turn(decode(pictureChunksOnly(file), "png", name), PngOrientation.of(file));
            case GIF -> decode(file, "gif", name);
            case BMP -> decode(file, "bmp", name);
            case JPEG -> Upright.turn(decode(file, "jpeg", name), JpegHeader.of(file).orientation());
            case WEBP, AVIF, TIFF, JXL, SVG -> throw DreamCacherException.badRequest(
                    "A picture must be %s, but %s is %s, which cannot be read here; convert it to PNG."
                            .formatted(FORMATS, name, kind.description()));
            case HTML, JSON, PDF, ZIP, TEXT, EMPTY, UNKNOWN -> throw DreamCacherException.badRequest(
                    "A picture must be %s, but %s is %s (it begins with %s); give a picture file."
                            .formatted(FORMATS, name, kind.description(), FileKind.firstBytes(file)));
        };
    }

    /**
     * ImageIO inflates every text and profile it meets, whatever its size; so it meets none. The one transparent colour
     * of a grey or RGB picture is left out too: Pillow keeps it beside the pixels, and {@code convert("RGB")} ignores it.
     */
    private static byte[] pictureChunksOnly(byte[] png) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(png.length);
        out.writeBytes(PngChunk.SIGNATURE);
        boolean palette = png.length > COLOUR_TYPE && png[COLOUR_TYPE] == PALETTE;
        for (PngChunk chunk : PngChunk.of(png)) {
            if ((chunk.is("tRNS") && palette) || Character.isUpperCase(chunk.type().charAt(0))) {
                chunk.copyTo(out);
            }
        }
        return out.toByteArray();
    }

    private BufferedImage decode(byte[] file, String format, String name) {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            checkSize(reader.getWidth(0), reader.getHeight(0), name);
            return DecodingBudget.SHARED.within(decodedBytes(reader, format, file), name,
                    () -> decoded(reader, format, file));
        } catch (DreamCacherException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // the JDK's decoders throw almost anything at a damaged file
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "A picture must be readable to its end, but %s begins as %s and is damaged or cut short; get the file again."
                            .formatted(name, FileKind.of(file).description()),
                    e);
        } finally {
            reader.dispose();
        }
    }

    private static BufferedImage decoded(ImageReader reader, String format, byte[] file) throws IOException {
        if (format.equals("jpeg")) {
            JpegHeader header = JpegHeader.of(file);
            if (header.components() == 4) {
                return CmykJpeg.toRgb(reader.readRaster(0, null), header.adobeTransform());
            }
        }
        return SixteenBits.cut(reader.read(0));
    }

    /** What decoding takes: the samples as the file has them, and 4 bytes a pixel for what becomes of them. */
    private static long decodedBytes(ImageReader reader, String format, byte[] file) throws IOException {
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        boolean deep = format.equals("png") && file.length > COLOUR_TYPE && file[COLOUR_TYPE - 1] == 16;
        return pixels * (deep ? 12 : 8);
    }

    private void checkSize(int width, int height, String name) {
        if ((long) width * height > maxPixels) {
            throw DreamCacherException.badRequest(
                    "A picture may have %,d pixels, but %s has %dx%d = %,d; make it smaller."
                            .formatted(maxPixels, name, width, height, (long) width * height));
        }
    }

    private static DreamCacherException unreadable(String name, IOException cause) {
        return new DreamCacherException(FailureCategory.BAD_REQUEST,
                "%s cannot be read (%s); check that it is a file you may read.".formatted(name, cause.getMessage()),
                cause);
    }
}
