package io.dreamcacher.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Whether the end of a picture file is there, as far as its format says where that is; nothing is decoded. Of PNG all chunks are read before. */
final class FileEnd {
    private static final byte MARKER = (byte) 0xff;
    private static final byte END_OF_IMAGE = (byte) 0xd9;
    private static final int RIFF_HEADER = 8;
    private static final byte GIF_TRAILER = 0x3b;
    /** Some writers fill up the last block. */
    private static final int GIF_END = 16;

    private FileEnd() {}

    /** Other files may follow behind the end. */
    static boolean isThere(FileKind kind, byte[] file) {
        return switch (kind) {
            case JPEG -> endsBehind(file, lastSegmentEnd(file), MARKER, END_OF_IMAGE);
            case WEBP -> file.length >= RIFF_HEADER
                    && Integer.toUnsignedLong(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(4))
                            + RIFF_HEADER <= file.length;
            case GIF -> endsBehind(file, Math.max(0, file.length - GIF_END), GIF_TRAILER);
            default -> true;
        };
    }

    /** Segments may have thumbnails, which have ends of their own. */
    private static int lastSegmentEnd(byte[] jpeg) {
        return JpegSegment.of(jpeg).stream().mapToInt(JpegSegment::end).max().orElse(2);
    }

    /** Searched from the end, where it is. */
    private static boolean endsBehind(byte[] file, int from, byte... end) {
        for (int at = file.length - end.length; at >= from; at--) {
            if (Arrays.equals(file, at, at + end.length, end, 0, end.length)) {
                return true;
            }
        }
        return false;
    }
}
