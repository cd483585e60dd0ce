package io.dreamcacher.image;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes images somebody hands over: PNG, JPEG (CMYK and YCCK too), WebP, GIF, BMP and TIFF; the first frame or page of
 * several. Sizes are checked before anything is decoded, nothing is written to disk. Images are turned upright by EXIF and
 * are INT_RGB, INT_ARGB where they have alpha, or a palette; samples count as sRGB whatever profile comes with them. Thread-safe.
 *
 * @param maxBytes longest file read
 * @param maxPixels largest picture decoded, width times height
 */
public record ImageFileReader(int maxBytes, long maxPixels) {
    /** 32 MiB and 64 megapixels. */
    public static final ImageFileReader DEFAULT = new ImageFileReader(32 << 20, 64_000_000);

    private static final String FORMATS = "PNG, JPEG, WebP, GIF, BMP or TIFF";

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
     * Reads an image file that a text carries, see {@link Base64Image}.
     *
     * @param name of the field the text is from, for messages
     */
    public BufferedImage readBase64(String text, String name) {
        return read(Base64Image.decode(text, name), name);
    }

    /**
     * Decodes bytes.
     *
     * @param name for messages
     */
    public BufferedImage read(byte[] file, String name) {
        FileKind kind = known(file, name);
        return opened(kind, file, name, (reader, orientation) -> {
            checkSize(reader.getWidth(0), reader.getHeight(0), name);
            return DecodingBudget.SHARED.within(decodedBytes(reader, kind), name,
                    () -> Upright.turn(decoded(reader, kind, file, name), orientation));
        });
    }

    /**
     * Width and height of what {@link #read(byte[], String)} gives, by the file's header alone.
     *
     * @param name for messages
     */
    public ImageSize size(byte[] file, String name) {
        return opened(known(file, name), file, name, (reader, orientation) -> Orientation.turnsSideways(orientation)
                ? new ImageSize(reader.getHeight(0), reader.getWidth(0))
                : new ImageSize(reader.getWidth(0), reader.getHeight(0)));
    }

    /**
     * What a file is, by its bytes. Refuses one that is no picture, has too many pixels, or whose end is missing; what is
     * between beginning and end is not decoded.
     *
     * @param name for messages
     */
    public ImageHeader header(byte[] file, String name) {
        ImageSize size = size(file, name);
        checkSize(size.width(), size.height(), name);
        FileKind kind = known(file, name);
        if (!FileEnd.isThere(kind, file)) {
            throw DreamCacherException.badRequest(
                    "A picture must be whole, but %s begins as %s and its end is missing; get the file again."
                            .formatted(name, kind.description()));
        }
        return new ImageHeader(MediaType.valueOf(kind.name()), size);
    }

    /** The kind of a file that can be decoded. */
    private FileKind known(byte[] file, String name) {
        if (file.length > maxBytes) {
            throw DreamCacherException
                    .badRequest("A picture file may have %,d bytes, but %s has more; give a smaller one."
                            .formatted(maxBytes, name));
        }
        FileKind kind = FileKind.of(file);
        return switch (kind) {
            case PNG, JPEG, WEBP, GIF, BMP, TIFF -> kind;
            case HEIC, AVIF, JXL, SVG -> throw DreamCacherException.badRequest(
                    "A picture must be %s, but %s is %s, which cannot be read here; save it as PNG or JPEG."
                            .formatted(FORMATS, name, kind.description()));
            case VIDEO, HTML, JSON, PDF, ZIP, TEXT, EMPTY, UNKNOWN -> throw DreamCacherException.badRequest(
                    "A picture must be %s, but %s is %s (it begins with %s); give a picture file."
                            .formatted(FORMATS, name, kind.description(), FileKind.firstBytes(file)));
        };
    }

    private interface Reading<T> {
        T of(ImageReader reader, int orientation) throws IOException;
    }

    private static <T> T opened(FileKind kind, byte[] file, String name, Reading<T> reading) {
        ImageReader reader = reader(kind);
        try (ImageInputStream in = new WholeFile(ImageOnly.of(kind, file))) {
            reader.setInput(in, true, true);
            return reading.of(reader, Orientation.of(kind, file));
        } catch (DreamCacherException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // decoders throw almost anything at a damaged file
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "A picture must be readable to its end, but %s begins as %s and is damaged or cut short; get the file again."
                            .formatted(name, kind.description()),
                    e);
        } finally {
            reader.dispose();
        }
    }

    /** By class where the JDK has none, or a lesser one: what ImageIO finds depends on the class path's order. */
    private static ImageReader reader(FileKind kind) {
        return switch (kind) {
            case WEBP -> new WebPImageReaderSpi().createReaderInstance(null);
            case TIFF -> new TIFFImageReaderSpi().createReaderInstance(null);
            default -> ImageIO.getImageReadersByFormatName(kind.name()).next();
        };
    }

    private static BufferedImage decoded(ImageReader reader, FileKind kind, byte[] file, String name)
            throws IOException {
        if (kind == FileKind.JPEG) {
            JpegHeader header = JpegHeader.of(file);
            if (header.components() == 4) {
                return CmykJpeg.toRgb(reader.readRaster(0, null), header.adobeTransform());
            }
        }
        return Colours.eightBit(reader.read(0), name);
    }

    /**
     * What decoding takes, as measured: the samples as the file has them (WebP's decoder keeps 5 bytes a pixel more, TIFF's
     * a strip that may be everything), and 4 bytes a pixel for what becomes of them, twice to turn it.
     */
    private static long decodedBytes(ImageReader reader, FileKind kind) throws IOException {
        ImageTypeSpecifier type = reader.getRawImageType(0);
        long samples = type == null ? 4 : Math.ceilDiv(Arrays.stream(type.getSampleModel().getSampleSize()).sum(), 8);
        long decoding = switch (kind) {
            case WEBP -> samples + 5;
            case TIFF -> 2 * samples;
            default -> samples;
        };
        return (Math.max(decoding, 4) + 4) * reader.getWidth(0) * reader.getHeight(0);
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
