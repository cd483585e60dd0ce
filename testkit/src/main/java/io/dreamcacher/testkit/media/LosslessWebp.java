package io.dreamcacher.testkit.media;

import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A lossless WebP file (RFC 9649, section 3) in the plainest way there is: no transform, no colour cache, no repetition,
 * and every channel in codes of eight bits, which makes it longer than its pixels.
 */
final class LosslessWebp {
    private static final int SIGNATURE = 0x2f;
    /** Of green, where 24 codes for lengths come after the 256 of its values. */
    private static final int GREENS = 256 + 24;
    private static final int VALUES = 256;
    /** Where the data of the one chunk begin. */
    private static final int DATA = 20;

    private final BufferedImage image;
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private long bits;
    private int count;

    LosslessWebp(BufferedImage image) {
        this.image = image;
    }

    /** What a file without more than its image says. */
    static ImageSize size(byte[] file) {
        int packed = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(DATA + 1);
        return new ImageSize((packed & 0x3fff) + 1, ((packed >>> 14) & 0x3fff) + 1);
    }

    byte[] file() {
        data.write(SIGNATURE);
        put(image.getWidth() - 1, 14);
        put(image.getHeight() - 1, 14);
        put(0, 1 + 3); // no alpha, version 0
        put(0, 1 + 1 + 1); // no transform, no colour cache, one group of codes
        eightBits(GREENS);
        eightBits(VALUES);
        eightBits(VALUES);
        single(255); // alpha
        single(0); // distance
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                code((rgb >> 8) & 0xff);
                code((rgb >> 16) & 0xff);
                code(rgb & 0xff);
            }
        }
        put(0, 7); // to the end of a byte
        return riff(data.toByteArray());
    }

    /** Codes of the length 8 for the first 256 symbols (section 3.7.2.1.2), none for others: 0 and 8 take a bit each. */
    private void eightBits(int symbols) {
        put(0, 1);
        put(12 - 4, 4); // in the order 17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8
        for (int symbol : new int[]{17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8}) {
            put(symbol == 0 || symbol == 8 ? 1 : 0, 3);
        }
        put(0, 1); // lengths of all symbols follow
        for (int symbol = 0; symbol < symbols; symbol++) {
            put(symbol < VALUES ? 1 : 0, 1);
        }
    }

    /** One symbol, which takes no bits (section 3.7.2.1.1). */
    private void single(int symbol) {
        put(1, 1);
        put(0, 1);
        put(1, 1); // of eight bits
        put(symbol, 8);
    }

    /** Codes begin with their highest bit, all else with its lowest. */
    private void code(int value) {
        put(Integer.reverse(value) >>> 24, 8);
    }

    private void put(int value, int length) {
        bits |= (long) value << count;
        count += length;
        while (count >= 8) {
            data.write((int) bits & 0xff);
            bits >>>= 8;
            count -= 8;
        }
    }

    private static byte[] riff(byte[] vp8l) {
        int padded = vp8l.length + (vp8l.length & 1);
        return ByteBuffer.allocate(DATA + padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(12 + padded)
                .put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII))
                .putInt(vp8l.length)
                .put(vp8l)
                .array();
    }
}
