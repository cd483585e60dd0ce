package io.dreamcacher.image;

import io.dreamcacher.failure.DreamCacherException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/** A WebP file (RFC 9649, section 2.7): EXIF is a chunk after the image, announced in the first chunk, VP8X. */
final class ExifWebp implements ExifFile {
    private static final int ALPHA = 0x10;
    private static final int HAS_EXIF = 0x08;
    private static final int FLAGS_AND_SIZE = 10;

    private final byte[] file;

    private ExifWebp(byte[] file) {
        this.file = file;
    }

    /**
     * Refuses one that is cut short.
     *
     * @throws DreamCacherException with BAD_REQUEST
     */
    static ExifWebp of(byte[] file) {
        ExifWebp webp = new ExifWebp(file);
        int end = RiffChunk.of(file).mapToInt(RiffChunk::end).max().orElse(RiffChunk.FILE_HEADER);
        if (end < RiffChunk.announced(file) || RiffChunk.of(file).noneMatch(ExifWebp::isImage)) {
            throw DreamCacherException.badRequest(
                    "A WebP file holds an image of the length it says, %,d bytes, but this one ends at byte %,d; get the file again."
                            .formatted(RiffChunk.announced(file), end));
        }
        return webp;
    }

    private static boolean isImage(RiffChunk chunk) {
        return switch (chunk.type()) {
            case "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF" -> true;
            default -> false;
        };
    }

    @Override
    public Optional<byte[]> exif() {
        return RiffChunk.of(file).filter(chunk -> chunk.is("EXIF")).findFirst().map(RiffChunk::data);
    }

    @Override
    public Optional<byte[]> withExif(byte[] tiff) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream(file.length + tiff.length);
        RiffChunk.write(chunks, "VP8X", extended());
        RiffChunk.of(file)
                .filter(chunk -> !chunk.is("VP8X") && !chunk.is("EXIF") && !chunk.is("XMP "))
                .forEach(chunk -> RiffChunk.write(chunks, chunk.type(), chunk.data()));
        RiffChunk.write(chunks, "EXIF", tiff);
        RiffChunk.of(file)
                .filter(chunk -> chunk.is("XMP "))
                .forEach(chunk -> RiffChunk.write(chunks, chunk.type(), chunk.data()));
        return Optional.of(RiffChunk.file(chunks.toByteArray()));
    }

    /** What VP8X says; of a simple file, which has none, as its one image says. */
    private byte[] extended() {
        byte[] data = RiffChunk.of(file)
                .filter(chunk -> chunk.is("VP8X") && chunk.data().length >= FLAGS_AND_SIZE)
                .findFirst()
                .map(RiffChunk::data)
                .orElseGet(this::simple);
        data[0] |= HAS_EXIF;
        return data;
    }

    private byte[] simple() {
        RiffChunk image = RiffChunk.of(file).filter(ExifWebp::isImage).findFirst().orElseThrow();
        return image.is("VP8L") ? lossless(image.data()) : lossy(image.data());
    }

    /** Width and height less 1 in 14 bits each, and whether there is alpha (RFC 9649, section 3.4). */
    private static byte[] lossless(byte[] data) {
        require(data.length >= 5 && data[0] == 0x2f);
        int bits = little(data, 1, 4);
        return extended(((bits >>> 28) & 1) == 0 ? 0 : ALPHA, bits & 0x3fff, (bits >>> 14) & 0x3fff);
    }

    /** Width and height in 14 bits each after the frame's tag and start code (RFC 6386, section 9.1). */
    private static byte[] lossy(byte[] data) {
        require(data.length >= 10 && data[3] == (byte) 0x9d && data[4] == 0x01 && data[5] == 0x2a);
        return extended(0, (little(data, 6, 2) & 0x3fff) - 1, (little(data, 8, 2) & 0x3fff) - 1);
    }

    private static void require(boolean begins) {
        if (!begins) {
            throw DreamCacherException.badRequest(
                    "A WebP file holds a frame of VP8 or VP8L, but this one's does not begin as such; get the file again.");
        }
    }

    private static int little(byte[] data, int at, int bytes) {
        int value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = (value << 8) | (data[at + i] & 0xff);
        }
        return value;
    }

    private static byte[] extended(int flags, int widthLess1, int heightLess1) {
        return new byte[]{(byte) flags, 0, 0, 0, (byte) widthLess1, (byte) (widthLess1 >> 8),
                (byte) (widthLess1 >> 16), (byte) heightLess1, (byte) (heightLess1 >> 8),
                (byte) (heightLess1 >> 16)};
    }

    @Override
    public int checksum() {
        CRC32 crc = new CRC32();
        RiffChunk.of(file).filter(ExifWebp::isImage).forEach(chunk -> {
            crc.update(chunk.type().getBytes(StandardCharsets.ISO_8859_1));
            crc.update(chunk.data());
        });
        return (int) crc.getValue();
    }
}
