package io.dreamcacher.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The two entries of EXIF (2.32; a TIFF structure) that tell of an image's making: the user comment, where
 * AUTOMATIC1111's web UI keeps its parameters in files that are no PNG, and the maker note, which is free for whoever made
 * the file. Reading looks at no more than these, and takes a structure that is damaged for one without them.
 *
 * @param comment decoded; empty when there is none
 * @param note as it is; empty when there is none
 */
record Exif(Optional<String> comment, Optional<byte[]> note) {
    static final Exif NONE = new Exif(Optional.empty(), Optional.empty());

    private static final int ORIENTATION = 0x0112;
    private static final int EXIF_DIRECTORY = 0x8769;
    private static final int VERSION = 0x9000;
    private static final int MAKER_NOTE = 0x927c;
    private static final int USER_COMMENT = 0x9286;

    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int UNDEFINED = 7;
    /** BYTE, as Pillow writes a comment, ASCII, and UNDEFINED, as EXIF has it. */
    private static final Set<Integer> SINGLE_BYTES = Set.of(1, 2, UNDEFINED);
    private static final int ENTRY = 12;
    private static final int HEADER = 8;
    /** What the character code before a comment takes. */
    private static final int CODE = 8;
    private static final byte[] UNICODE = "UNICODE\0".getBytes(StandardCharsets.US_ASCII);

    /**
     * A structure of these entries, with its most significant byte first, as the library behind the web UI (piexif) writes
     * it: it reads such a comment as UTF-16BE.
     *
     * @param orientation how the image is held, 1 to 8
     */
    static byte[] write(String comment, byte[] note, int orientation) {
        byte[] text = comment(comment);
        int directory = HEADER + directoryBytes(2);
        int noteAt = directory + directoryBytes(3);
        int textAt = noteAt + note.length + (note.length & 1); // values begin at even offsets
        ByteBuffer out = ByteBuffer.allocate(textAt + text.length);
        out.put((byte) 'M').put((byte) 'M').putShort((short) 42).putInt(HEADER);
        out.putShort((short) 2);
        entry(out, ORIENTATION, SHORT, 1).putShort((short) orientation).putShort((short) 0);
        entry(out, EXIF_DIRECTORY, LONG, 1).putInt(directory);
        out.putInt(0);
        out.putShort((short) 3);
        entry(out, VERSION, UNDEFINED, 4).put("0232".getBytes(StandardCharsets.US_ASCII));
        entry(out, MAKER_NOTE, UNDEFINED, note.length).putInt(noteAt);
        entry(out, USER_COMMENT, UNDEFINED, text.length).putInt(textAt);
        out.putInt(0);
        out.position(noteAt).put(note).position(textAt).put(text);
        return out.array();
    }

    private static int directoryBytes(int entries) {
        return Short.BYTES + entries * ENTRY + Integer.BYTES;
    }

    private static ByteBuffer entry(ByteBuffer out, int tag, int type, int count) {
        return out.putShort((short) tag).putShort((short) type).putInt(count);
    }

    private static byte[] comment(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(UNICODE);
        out.writeBytes(text.getBytes(StandardCharsets.UTF_16BE));
        return out.toByteArray();
    }

    /** Reads a structure, which may be preceded by the mark that JPEG has before it. */
    static Exif read(byte[] exif) {
        ByteBuffer tiff = ByteBuffer.wrap(Orientation.unmarked(exif));
        if (tiff.limit() < HEADER) {
            return NONE;
        }
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = find(tiff, tiff.getInt(4), EXIF_DIRECTORY);
        if (directory < 0) {
            return NONE;
        }
        int inside = tiff.getInt(directory + 8);
        return new Exif(value(tiff, find(tiff, inside, USER_COMMENT)).map(raw -> text(raw, tiff.order())),
                value(tiff, find(tiff, inside, MAKER_NOTE)));
    }

    /** Where the entry of a tag begins in a directory; −1 when there is none. */
    private static int find(ByteBuffer tiff, int directory, int tag) {
        if (directory < HEADER || directory > tiff.limit() - Short.BYTES) {
            return -1;
        }
        int entries = Short.toUnsignedInt(tiff.getShort(directory));
        for (int i = 0; i < entries; i++) {
            int at = directory + Short.BYTES + i * ENTRY;
            if (at > tiff.limit() - ENTRY) {
                return -1;
            }
            if (Short.toUnsignedInt(tiff.getShort(at)) == tag) {
                return at;
            }
        }
        return -1;
    }

    /** The bytes of an entry of single bytes, whatever they are called; empty when it is none or reaches beyond the end. */
    private static Optional<byte[]> value(ByteBuffer tiff, int entry) {
        if (entry < 0 || !SINGLE_BYTES.contains((int) tiff.getShort(entry + 2))) {
            return Optional.empty();
        }
        int length = tiff.getInt(entry + 4);
        if (length < 0 || length > tiff.limit()) {
            return Optional.empty();
        }
        int start = length <= Integer.BYTES ? entry + 8 : tiff.getInt(entry + 8);
        if (start < 0 || start > tiff.limit() - length) {
            return Optional.empty();
        }
        byte[] value = new byte[length];
        tiff.get(start, value);
        return Optional.of(value);
    }

    private static String text(byte[] raw, ByteOrder order) {
        if (raw.length < CODE) {
            return "";
        }
        byte[] text = Arrays.copyOfRange(raw, CODE, raw.length);
        boolean unicode = Arrays.equals(raw, 0, CODE, UNICODE, 0, CODE);
        String decoded = new String(text, unicode
                ? bigEndian(text, order) ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE
                : StandardCharsets.UTF_8);
        return decoded.replace("\ufeff", "").replace("\0", "");
    }

    /**
     * Writers take the order of their machine, of the structure, or always the same one. Parameters have their keys in
     * ASCII, whose high bytes are zeros: they tell.
     */
    private static boolean bigEndian(byte[] utf16, ByteOrder order) {
        int zerosFirst = 0;
        for (int i = 0; i + 1 < utf16.length; i += 2) {
            zerosFirst += (utf16[i] == 0 ? 1 : 0) - (utf16[i + 1] == 0 ? 1 : 0);
        }
        return zerosFirst == 0 ? order == ByteOrder.BIG_ENDIAN : zerosFirst > 0;
    }
}
