package io.dreamcacher.image;

import com.twelvemonkeys.imageio.metadata.CompoundDirectory;
import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;

/**
 * How an image was held (EXIF 2.32, tag 0x0112), from 1, upright, to 8. EXIF is a TIFF directory inside a JPEG segment, a
 * PNG or WebP chunk, or the TIFF file itself. What cannot be read counts as upright, as with Pillow.
 */
final class Orientation {
    static final int UPRIGHT = 1;
    /** Before EXIF in JPEG always, in WebP sometimes. */
    private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};

    private Orientation() {}

    /** Whether width and height change places when it is turned upright. */
    static boolean turnsSideways(int orientation) {
        return orientation >= 5;
    }

    static int of(FileKind kind, byte[] file) {
        return switch (kind) {
            case JPEG -> JpegHeader.of(file).orientation();
            case PNG -> inPng(file);
            case WEBP -> RiffChunk.of(file)
                    .filter(chunk -> chunk.is("EXIF"))
                    .findFirst()
                    .map(chunk -> ofExif(chunk.data()))
                    .orElse(UPRIGHT);
            case TIFF -> ofTiff(file);
            default -> UPRIGHT;
        };
    }

    private static int inPng(byte[] png) {
        for (PngChunk chunk : PngChunk.of(png)) {
            if (chunk.is("eXIf")) {
                return ofExif(chunk.data());
            }
        }
        return UPRIGHT;
    }

    /** With or without the mark before it. */
    static int ofExif(byte[] exif) {
        return ofTiff(unmarked(exif));
    }

    /** The TIFF structure, without the mark before it. */
    static byte[] unmarked(byte[] exif) {
        boolean marked = exif.length >= EXIF.length && Arrays.equals(exif, 0, EXIF.length, EXIF, 0, EXIF.length);
        return marked ? Arrays.copyOfRange(exif, EXIF.length, exif.length) : exif;
    }

    private static int ofTiff(byte[] tiff) {
        try (ImageInputStream in = new WholeFile(tiff)) {
            Directory directory = new TIFFReader().read(in);
            // the second one is of the thumbnail
            Directory first = directory instanceof CompoundDirectory several && several.directoryCount() > 0
                    ? several.getDirectory(0)
                    : directory;
            Entry entry = first.getEntryById(TIFF.TAG_ORIENTATION);
            int value = entry != null && entry.getValue() instanceof Number number ? number.intValue() : UPRIGHT;
            return value >= 1 && value <= 8 ? value : UPRIGHT;
        } catch (IOException | RuntimeException e) { // as with every decoder, a damaged file may throw almost anything
            return UPRIGHT;
        }
    }
}
