package io.dreamcacher.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One segment of a JPEG file before its image data (ITU-T T.81, annex B), where it lies in the file's bytes. */
final class JpegSegment {
    /** What applications add. */
    static final int APP1 = 0xe1;
    static final int APP2 = 0xe2;
    static final int APP14 = 0xee;
    static final int START_OF_SCAN = 0xda;

    private static final int FILL = 0xff;

    private final byte[] jpeg;
    private final int start;
    private final int length;

    private JpegSegment(byte[] jpeg, int start, int length) {
        this.jpeg = jpeg;
        this.start = start;
        this.length = length;
    }

    /** The segments up to the first scan; malformed ones end the list, and decoding then says what is wrong. */
    static List<JpegSegment> of(byte[] jpeg) {
        List<JpegSegment> segments = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(jpeg);
        int position = 2;
        while (position + 4 <= jpeg.length && (jpeg[position] & 0xff) == 0xff) {
            int marker = jpeg[position + 1] & 0xff;
            if (marker == FILL) {
                position++;
                continue;
            }
            int length = Short.toUnsignedInt(bytes.getShort(position + 2));
            if (marker == START_OF_SCAN || length < 2 || position + 2 + length > jpeg.length) {
                break;
            }
            segments.add(new JpegSegment(jpeg, position, length));
            position += 2 + length;
        }
        return segments;
    }

    int marker() {
        return jpeg[start + 1] & 0xff;
    }

    /** Whether it is of this marker and its data begins like this. */
    boolean is(int marker, String text) {
        byte[] expected = text.getBytes(StandardCharsets.ISO_8859_1);
        return marker() == marker && length - 2 >= expected.length
                && Arrays.equals(jpeg, start + 4, start + 4 + expected.length, expected, 0, expected.length);
    }

    /** A copy of the data. */
    byte[] data() {
        return Arrays.copyOfRange(jpeg, start + 4, end());
    }

    /** Where its marker is. */
    int start() {
        return start;
    }

    /** Where what follows it is. */
    int end() {
        return start + 2 + length;
    }
}
