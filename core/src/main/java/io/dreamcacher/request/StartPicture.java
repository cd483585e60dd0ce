package io.dreamcacher.request;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The picture that another one is made from. Nobody writes into the pixels any more.
 *
 * @param picture of any size; it is fitted to the size asked for
 * @param mask white where the picture is made anew, black where it stays; of the picture's size. Empty: everywhere
 */
public record StartPicture(BufferedImage picture, Optional<BufferedImage> mask) {
    /** What a request says of these pixels. */
    public StartReference reference(double strength) {
        return new StartReference(digest(picture), mask.map(StartPicture::digest), strength);
    }

    /** SHA-256, in hex, over width, height and each pixel's alpha, red, green and blue, row by row. */
    public static String digest(BufferedImage picture) {
        MessageDigest digest = sha256();
        digest.update(ByteBuffer.allocate(8).putInt(picture.getWidth()).putInt(picture.getHeight()).array());
        int[] row = new int[picture.getWidth()];
        ByteBuffer bytes = ByteBuffer.allocate(row.length * Integer.BYTES);
        for (int y = 0; y < picture.getHeight(); y++) {
            bytes.asIntBuffer().put(picture.getRGB(0, y, row.length, 1, row, 0, row.length));
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
