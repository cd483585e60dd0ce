package io.dreamcacher.image;

import io.dreamcacher.failure.DreamCacherException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * What stands in EXIF's maker note of files that Dream Cacher keeps: a mark, a CRC-32 of everything after it, the checksum
 * of the image, and the recipe as JSON. JPEG and WebP have no checksums of their own, so this is what tells a damaged file
 * from a whole one.
 */
final class MakerNote {
    private static final byte[] MARK = "Dream Cacher\0".getBytes(StandardCharsets.US_ASCII);
    private static final int BEFORE_JSON = MARK.length + 2 * Integer.BYTES;

    private MakerNote() {}

    /** @param json ASCII */
    static byte[] write(String json, int imageChecksum) {
        byte[] text = json.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer note = ByteBuffer.allocate(BEFORE_JSON + text.length);
        note.position(MARK.length + Integer.BYTES).putInt(imageChecksum).put(text);
        return note.put(0, MARK).putInt(MARK.length, checksum(note.array())).array();
    }

    /**
     * The recipe; empty when the note is somebody else's.
     *
     * @throws DreamCacherException with BAD_REQUEST when it is ours, and the note or the image is not what it was
     */
    static Optional<String> read(byte[] note, int imageChecksum) {
        if (note.length < BEFORE_JSON || !Arrays.equals(note, 0, MARK.length, MARK, 0, MARK.length)) {
            return Optional.empty();
        }
        ByteBuffer numbers = ByteBuffer.wrap(note).position(MARK.length);
        if (numbers.getInt() != checksum(note) || numbers.getInt() != imageChecksum) {
            throw DreamCacherException.badRequest(
                    "The image must be the one its recipe was written for, but its checksum is another; the file is damaged, get it again.");
        }
        return Optional.of(new String(note, BEFORE_JSON, note.length - BEFORE_JSON, StandardCharsets.US_ASCII));
    }

    private static int checksum(byte[] note) {
        CRC32 crc = new CRC32();
        int from = MARK.length + Integer.BYTES;
        crc.update(note, from, note.length - from);
        return (int) crc.getValue();
    }
}
