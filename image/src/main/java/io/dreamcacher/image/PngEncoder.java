package io.dreamcacher.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/**
 * Writes 8-bit RGB PNG. Each row takes the filter with the smallest sum of absolute differences (PNG specification, third
 * edition, sections 9.2 and 12.7).
 */
final class PngEncoder {
    private static final int BYTES_PER_PIXEL = 3;
    private static final int FILTERS = 5;

    private final BufferedImage image;
    private final int rowBytes;
    private final byte[][] filtered;

    private PngEncoder(BufferedImage image) {
        this.image = image;
        this.rowBytes = Math.multiplyExact(image.getWidth(), BYTES_PER_PIXEL);
        this.filtered = new byte[FILTERS][rowBytes];
    }

    static byte[] encode(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(PngChunk.SIGNATURE);
        PngChunk.write(out, "IHDR", header(image));
        PngChunk.write(out, "IDAT", new PngEncoder(image).deflated());
        PngChunk.write(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    /** Bit depth 8, colour type 2 (RGB), and the only compression, filter and interlace methods in common use. */
    private static byte[] header(BufferedImage image) {
        return ByteBuffer.allocate(13)
                .putInt(image.getWidth())
                .putInt(image.getHeight())
                .put((byte) 8)
                .put((byte) 2)
                .array();
    }

    private byte[] deflated() {
        Deflater deflater = new Deflater(6);
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 16];
            byte[] above = new byte[rowBytes];
            byte[] row = new byte[rowBytes];
            for (int y = 0; y < image.getHeight(); y++) {
                read(y, row);
                int filter = bestFilter(row, above);
                drain(deflater, new byte[]{(byte) filter}, buffer, out);
                drain(deflater, filtered[filter], buffer, out);
                byte[] swap = above;
                above = row;
                row = swap;
            }
            deflater.finish();
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static void drain(Deflater deflater, byte[] input, byte[] buffer, ByteArrayOutputStream out) {
        deflater.setInput(input);
        while (!deflater.needsInput()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
    }

    private void read(int y, byte[] row) {
        int[] pixels = image.getRGB(0, y, image.getWidth(), 1, null, 0, image.getWidth());
        for (int x = 0; x < pixels.length; x++) {
            row[3 * x] = (byte) (pixels[x] >> 16);
            row[3 * x + 1] = (byte) (pixels[x] >> 8);
            row[3 * x + 2] = (byte) pixels[x];
        }
    }

    private int bestFilter(byte[] row, byte[] above) {
        int best = 0;
        long leastSum = Long.MAX_VALUE;
        for (int filter = 0; filter < FILTERS; filter++) {
            long sum = filter(filter, row, above);
            if (sum < leastSum) {
                leastSum = sum;
                best = filter;
            }
        }
        return best;
    }

    /** Filters one row into {@code filtered[filter]} and returns the sum of its absolute values. */
    private long filter(int filter, byte[] row, byte[] above) {
        byte[] out = filtered[filter];
        long sum = 0;
        for (int i = 0; i < row.length; i++) {
            int a = i < BYTES_PER_PIXEL ? 0 : row[i - BYTES_PER_PIXEL] & 0xff; // left
            int b = above[i] & 0xff; // above
            int c = i < BYTES_PER_PIXEL ? 0 : above[i - BYTES_PER_PIXEL] & 0xff; // above left
            int predicted = switch (filter) {
                case 0 -> 0;
                case 1 -> a;
                case 2 -> b;
                case 3 -> (a + b) >> 1;
                default -> paeth(a, b, c);
            };
            out[i] = (byte) (row[i] - predicted);
            sum += Math.abs(out[i]);
        }
        return sum;
    }

    private static int paeth(int a, int b, int c) {
        int distanceA = Math.abs(b - c);
        int distanceB = Math.abs(a - c);
        int distanceC = Math.abs(a + b - 2 * c);
        if (distanceA <= distanceB && distanceA <= distanceC) {
            return a;
        }
        return distanceB <= distanceC ? b : c;
    }
}
