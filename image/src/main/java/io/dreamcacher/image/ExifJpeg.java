package io.dreamcacher.image;

import io.dreamcacher.failure.DreamCacherException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/** A JPEG file: EXIF is a segment APP1 near its beginning. */
final class ExifJpeg implements ExifFile {
    private static final int APP0 = 0xe0;
    private static final int APP15 = 0xef;
    private static final int COMMENT = 0xfe;
    private static final String MARK = "Exif\0\0";
    private static final int LONGEST = 65_533 - 6;

    private final byte[] file;

    private ExifJpeg(byte[] file) {
        this.file = file;
    }

    /**
     * Refuses one that has no image data.
     *
     * @throws DreamCacherException with BAD_REQUEST
     */
    static ExifJpeg of(byte[] file) {
        ExifJpeg jpeg = new ExifJpeg(file);
        int scan = jpeg.scan();
        if (scan + 1 >= file.length || file[scan] != (byte) 0xff
                || file[scan + 1] != (byte) JpegSegment.START_OF_SCAN) {
            throw DreamCacherException.badRequest(
                    "A JPEG file has segments and then its image data, but at byte %,d of this one there is neither; get the file again."
                            .formatted(scan));
        }
        return jpeg;
    }

    /** Where the image data begin. */
    private int scan() {
        int at = JpegSegment.of(file).stream().mapToInt(JpegSegment::end).max().orElse(2);
        while (at + 1 < file.length && file[at] == (byte) 0xff && file[at + 1] == (byte) 0xff) {
            at++; // any marker may have fill bytes before it (ITU T.81, B.1.1.2)
        }
        return at;
    }

    @Override
    public Optional<byte[]> exif() {
        return JpegSegment.of(file).stream().filter(ExifJpeg::isExif).findFirst().map(JpegSegment::data);
    }

    private static boolean isExif(JpegSegment segment) {
        return segment.is(JpegSegment.APP1, MARK);
    }

    /** JFIF wants its own segment first. */
    @Override
    public Optional<byte[]> withExif(byte[] tiff) {
        if (tiff.length > LONGEST) {
            return Optional.empty();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(file.length + tiff.length + 16);
        out.write(file, 0, 2);
        boolean written = false;
        for (JpegSegment segment : JpegSegment.of(file)) {
            if (!written && segment.marker() != APP0) {
                write(out, tiff);
                written = true;
            }
            if (!isExif(segment)) {
                out.write(file, segment.start(), segment.end() - segment.start());
            }
        }
        if (!written) {
            write(out, tiff);
        }
        out.write(file, scan(), file.length - scan());
        return Optional.of(out.toByteArray());
    }

    private static void write(ByteArrayOutputStream out, byte[] tiff) {
        int length = 2 + MARK.length() + tiff.length;
        out.writeBytes(new byte[]{(byte) 0xff, (byte) JpegSegment.APP1, (byte) (length >> 8), (byte) length});
        out.writeBytes(MARK.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(tiff);
    }

    @Override
    public int checksum() {
        CRC32 crc = new CRC32();
        for (JpegSegment segment : JpegSegment.of(file)) {
            boolean ofApplications = segment.marker() >= APP0 && segment.marker() <= APP15;
            if (!ofApplications && segment.marker() != COMMENT) {
                crc.update(file, segment.start(), segment.end() - segment.start());
            }
        }
        crc.update(file, scan(), file.length - scan());
        return (int) crc.getValue();
    }
}
