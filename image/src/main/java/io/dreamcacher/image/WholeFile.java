package io.dreamcacher.image;

import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file's bytes for a decoder, to be read to their end and not for ever beyond: some decoders take what is missing for
 * zeros, and on a file that is cut short or lies about its lengths go on with that for minutes.
 */
final class WholeFile extends ImageInputStreamImpl {
    /** Looking ahead at the end is usual, once or twice for each part of a file. */
    private static final int MOST_READS_BEYOND = 1_000;

    private final byte[] file;
    private int readsBeyond;

    WholeFile(byte[] file) {
        this.file = file;
    }

    @Override
    public int read() {
        bitOffset = 0;
        if (streamPos >= file.length) {
            return beyond();
        }
        return file[(int) streamPos++] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        if (streamPos >= file.length) {
            return beyond();
        }
        int count = (int) Math.min(length, file.length - streamPos);
        System.arraycopy(file, (int) streamPos, bytes, offset, count);
        streamPos += count;
        return count;
    }

    private int beyond() {
        if (++readsBeyond > MOST_READS_BEYOND) {
            throw new IllegalStateException(
                    "the file ended at byte %,d, and its decoder goes on".formatted(file.length));
        }
        return -1;
    }

    @Override
    public long length() {
        return file.length;
    }
}
