package io.dreamcacher.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/** Turns a picture upright by its EXIF orientation. Its colours, palette and transparency stay what they are. */
final class Upright {
    private Upright() {}

    static BufferedImage turn(BufferedImage image, int orientation) {
        if (orientation == Orientation.UPRIGHT) {
            return image;
        }
        int width = image.getWidth();
        int height = image.getHeight();
        boolean swapped = Orientation.turnsSideways(orientation);
        ColorModel colors = image.getColorModel();
        Raster from = image.getRaster();
        WritableRaster to = colors.createCompatibleWritableRaster(swapped ? height : width, swapped ? width : height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int right = width - 1 - x;
                int below = height - 1 - y;
                Object pixel = from.getDataElements(x, y, null);
                switch (orientation) { // where the first row and column are shown: EXIF 2.32, table 6
                    case 2 -> to.setDataElements(right, y, pixel);
                    case 3 -> to.setDataElements(right, below, pixel);
                    case 4 -> to.setDataElements(x, below, pixel);
                    case 5 -> to.setDataElements(y, x, pixel);
                    case 6 -> to.setDataElements(below, x, pixel);
                    case 7 -> to.setDataElements(below, right, pixel);
                    case 8 -> to.setDataElements(y, right, pixel);
                    default -> throw new IllegalArgumentException("orientation is 1 to 8, found " + orientation);
                }
            }
        }
        return new BufferedImage(colors, to, colors.isAlphaPremultiplied(), null);
    }
}
