package io.dreamcacher.image;

/**
 * What of a JPEG file (ITU-T T.81 annex B) ImageIO does not tell: number of components, Adobe's colour transform, and
 * how the camera was held.
 *
 * @param components 1 grey, 3 colour, 4 CMYK or YCCK; 0 when no frame header was found
 * @param adobeTransform of the APP14 segment: 0 none, 1 YCbCr, 2 YCCK; −1 when there is no such segment
 * @param orientation EXIF tag 0x0112, 1 to 8; 1 is upright
 */
record JpegHeader(int components, int adobeTransform, int orientation) {

    static JpegHeader of(byte[] file) {
        int components = 0;
        int adobeTransform = -1;
        int orientation = 1;
        for (JpegSegment segment : JpegSegment.of(file)) {
            byte[] data = segment.data();
            if (isFrame(segment.marker()) && data.length >= 6) {
                components = data[5] & 0xff;
            } else if (segment.is(JpegSegment.APP14, "Adobe") && data.length >= 12) {
                adobeTransform = data[11] & 0xff;
            } else if (segment.is(JpegSegment.APP1, "Exif\0\0")) {
                orientation = Orientation.ofExif(data);
            }
        }
        return new JpegHeader(components, adobeTransform, orientation);
    }

    /** SOF0 to SOF15 without DHT, JPG and DAC, which share the range. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }
}
