package io.dreamcacher.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What of a JPEG file (ITU-T T.81 annex B) ImageIO does not tell: number of components, Adobe's colour transform, and
 * how the camera was held. Malformed segments end the reading; decoding then says what is wrong.
 *
 * @param components 1 grey, 3 colour, 4 CMYK or YCCK; 0 when no frame header was found
 * @param adobeTransform of the APP14 segment: 0 none, 1 YCbCr, 2 YCCK; −1 when there is no such segment
 * @param orientation EXIF tag 0x0112, 1 to 8; 1 is upright
 */
record JpegHeader(int components, int adobeTransform, int orientation) {

    private static final int ORIENTATION_TAG = 0x0112;

    static JpegHeader of(byte[] file) {
        int components = 0;
        int adobeTransform = -1;
        int orientation = 1;
        ByteBuffer bytes = ByteBuffer.wrap(file);
        int position = 2;
        while (position + 4 <= file.length && (file[position] & 0xff) == 0xff) {
            int marker = file[position + 1] & 0xff;
            if (marker == 0xff) { // fill byte
                position++;
                continue;
            }
            int length = Short.toUnsignedInt(bytes.getShort(position + 2));
            if (marker == 0xda || length < 2 || position + 2 + length > file.length) {
                break;
            }
            ByteBuffer segment = bytes.slice(position + 4, length - 2);
            if (isFrame(marker) && segment.limit() >= 6) {
                components = segment.get(5) & 0xff;
            } else if (marker == 0xee && startsWith(segment, "Adobe") && segment.limit() >= 12) {
                adobeTransform = segment.get(11) & 0xff;
            } else if (marker == 0xe1 && startsWith(segment, "Exif\0\0")) {
                orientation = orientation(segment.slice(6, segment.limit() - 6));
            }
            position += 2 + length;
        }
        return new JpegHeader(components, adobeTransform, orientation);
    }

    /** SOF0 to SOF15 without DHT, JPG and DAC, which share the range. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static boolean startsWith(ByteBuffer segment, String text) {
        byte[] expected = text.getBytes(StandardCharsets.US_ASCII);
        return segment.limit() >= expected.length
                && segment.slice(0, expected.length).equals(ByteBuffer.wrap(expected));
    }

    /** Orientation in the first directory of a TIFF header (EXIF 2.32, section 4.6). */
    static int orientation(ByteBuffer tiff) {
        if (tiff.limit() < 8) {
            return 1;
        }
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = Integer.toUnsignedLong(tiff.getInt(4));
        if (directory + 2 > tiff.limit()) {
            return 1;
        }
        int entries = Short.toUnsignedInt(tiff.getShort((int) directory));
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + 12L * i;
            if (entry + 12 > tiff.limit()) {
                return 1;
            }
            if (Short.toUnsignedInt(tiff.getShort((int) entry)) == ORIENTATION_TAG) {
                int value = Short.toUnsignedInt(tiff.getShort((int) entry + 8));
                return value >= 1 && value <= 8 ? value : 1;
            }
        }
        return 1;
    }
}
