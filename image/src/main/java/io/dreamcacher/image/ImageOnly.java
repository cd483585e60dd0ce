package io.dreamcacher.image;

import java.io.ByteArrayOutputStream;
import java.util.Set;

/**
 * A file without what does not concern its pixels. Decoders inflate every text and apply every colour profile they meet,
 * whatever its size; so they meet none.
 */
final class ImageOnly {
    /** Where the colour type stands in a PNG file, and what it is for a palette (PNG, third edition, section 11.2.1). */
    private static final int COLOUR_TYPE = 25;
    private static final int PALETTE = 3;

    private static final Set<String> WEBP_IMAGE = Set.of("VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF");
    /** Flags of VP8X (RFC 9649, section 2.7) that promise a profile, EXIF or XMP. */
    private static final int WEBP_METADATA = 0b0010_1100;

    private ImageOnly() {}

    static byte[] of(FileKind kind, byte[] file) {
        return switch (kind) {
            case PNG -> png(file);
            case JPEG -> jpeg(file);
            case WEBP -> webp(file);
            default -> file;
        };
    }

    /**
     * The one transparent colour of a grey or RGB image is left out too: Pillow keeps it beside the pixels, and
     * {@code convert("RGB")} ignores it.
     */
    private static byte[] png(byte[] png) {
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

    /** Without its colour profile, which the JDK's decoder would apply. */
    private static byte[] jpeg(byte[] jpeg) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(jpeg.length);
        out.write(jpeg, 0, 2);
        int copied = 2;
        for (JpegSegment segment : JpegSegment.of(jpeg)) {
            if (segment.is(JpegSegment.APP2, "ICC_PROFILE\0")) {
                out.write(jpeg, copied, segment.start() - copied);
                copied = segment.end();
            }
        }
        out.write(jpeg, copied, jpeg.length - copied);
        return out.toByteArray();
    }

    private static byte[] webp(byte[] webp) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(webp.length);
        RiffChunk.of(webp).filter(chunk -> WEBP_IMAGE.contains(chunk.type())).forEach(chunk -> {
            byte[] data = chunk.data();
            if (chunk.is("VP8X") && data.length > 0) {
                data[0] &= ~WEBP_METADATA;
            }
            RiffChunk.write(out, chunk.type(), data);
        });
        return RiffChunk.file(out.toByteArray());
    }
}
