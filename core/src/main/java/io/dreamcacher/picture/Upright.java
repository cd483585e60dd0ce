package io.dreamcacher.picture;

import java.awt.image.BufferedImage;

/** Turns a picture upright by its EXIF orientation. */
final class Upright {
    private Upright() {}

    static BufferedImage turn(BufferedImage image, int orientation) {
        if (orientation == 1) {
            return image;
        }
        int width = image.getWidth();
        int height = image.getHeight();
        boolean swapped = orientation >= 5;
        BufferedImage upright = new BufferedImage(swapped ? height : width, swapped ? width : height,
                BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int right = width - 1 - x;
                int below = height - 1 - y;
                int rgb = image.getRGB(x, y);
                switch (orientation) { // where the first row and column are shown: EXIF 2.32, table 6
                    case 2 -> upright.setRGB(right, y, rgb);
                    case 3 -> upright.setRGB(right, below, rgb);
                    case 4 -> upright.setRGB(x, below, rgb);
                    case 5 -> upright.setRGB(y, x, rgb);
                    case 6 -> upright.setRGB(below, x, rgb);
                    case 7 -> upright.setRGB(below, right, rgb);
                    case 8 -> upright.setRGB(y, right, rgb);
                    default -> throw new IllegalArgumentException("orientation is 1 to 8, found " + orientation);
                }
            }
        }
        return upright;
    }
}
