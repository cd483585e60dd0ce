package io.dreamcacher.request;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The image that another one is made from. Nobody writes into the pixels any more.
 *
 * @param image of any size; it is fitted to the size asked for
 * @param mask white where the image is made anew, black where it stays; of the image's size. Empty: everywhere
 */
public record InitImage(BufferedImage image, Optional<BufferedImage> mask) {
    /** What a request says of these pixels. */
    public InitImageReference reference(double strength) {
        return new InitImageReference(digest(image), mask.map(InitImage::digest), strength);
    }

    /** SHA-256, in hex, over width, height and each pixel's alpha, red, green and blue, row by row. */
    public static String digest(BufferedImage image) {
        MessageDigest digest = sha256();
        digest.update(ByteBuffer.allocate(8).putInt(image.getWidth()).putInt(image.getHeight()).array());
        int[] row = new int[image.getWidth()];
        ByteBuffer bytes = ByteBuffer.allocate(row.length * Integer.BYTES);
        for (int y = 0; y < image.getHeight(); y++) {
            bytes.asIntBuffer().put(image.getRGB(0, y, row.length, 1, row, 0, row.length));
            digest.update(bytes.array());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
