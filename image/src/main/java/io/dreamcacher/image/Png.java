package io.dreamcacher.image;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;

/**
 * PNG files as bytes: encoding, and the texts inside. Everything that reads checks lengths and checksums, costs no more
 * than the file's own size plus 4 MiB of texts, and refuses a damaged file with BAD_REQUEST. ImageIO is not used here: its
 * tEXt writer turns what is not Latin-1 into question marks.
 */
public final class Png {
    private Png() {}

    /** Encodes as 8-bit RGB; alpha is dropped. The same picture gives the same bytes with the same zlib. */
    public static byte[] encode(BufferedImage image) {
        return PngEncoder.encode(image);
    }

    /** Whether a file begins as PNG files do. */
    public static boolean isPng(byte[] file) {
        return PngChunk.isPng(file);
    }

    /** Size according to the header; nothing is decoded. */
    public static ImageSize size(byte[] png) {
        PngChunk first = PngChunk.of(png).iterator().next();
        if (!first.is("IHDR") || first.length() != 13) {
            throw DreamCacherException.badRequest(
                    "The first chunk of a PNG file is IHDR with 13 bytes, but here it is %s with %,d; the file is damaged, get it again."
                            .formatted(FileKind.printable(first.type()), first.length()));
        }
        ByteBuffer header = ByteBuffer.wrap(first.data());
        int width = header.getInt();
        int height = header.getInt();
        if (width < 1 || height < 1) {
            throw DreamCacherException.badRequest(
                    "A PNG header gives a width and height of 1 or more, but here they are %d and %d; get the file again."
                            .formatted(width, height));
        }
        return new ImageSize(width, height);
    }

    /**
     * The texts inside by keyword, in the order of the file, from tEXt, zTXt and iTXt chunks. Of two with the same keyword
     * the first counts; a text chunk that breaks the rules of its type is passed over.
     */
    public static Map<String, String> texts(byte[] png) {
        return Collections.unmodifiableMap(PngText.read(png));
    }

    /**
     * The file with these texts added as iTXt (UTF-8) before the picture data, in the map's order, replacing texts of the
     * same keywords.
     *
     * @param texts by keyword; keywords are 1 to 79 visible ASCII characters, texts have no NUL
     */
    public static byte[] withTexts(byte[] png, Map<String, String> texts) {
        return PngText.with(png, texts);
    }
}
