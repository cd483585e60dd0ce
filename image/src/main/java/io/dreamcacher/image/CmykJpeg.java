package io.dreamcacher.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;

/**
 * Colours of a four-component JPEG, which ImageIO hands over raw. Values are taken as Adobe writes them, inverted
 * (255 is no ink), whether or not the file says so, as Pillow does; the colour profile is not applied.
 */
final class CmykJpeg {
    private static final int ADOBE_YCCK = 2;

    private CmykJpeg() {}

    static BufferedImage toRgb(Raster raster, int adobeTransform) {
        BufferedImage rgb = new BufferedImage(raster.getWidth(), raster.getHeight(), BufferedImage.TYPE_INT_RGB);
        int[] row = new int[4 * raster.getWidth()];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
            for (int x = 0; x < raster.getWidth(); x++) {
                if (adobeTransform == ADOBE_YCCK) {
                    ycckToCmyk(row, 4 * x);
                }
                rgb.setRGB(x, y, rgb(row, 4 * x));
            }
        }
        return rgb;
    }

    private static int rgb(int[] cmyk, int at) {
        int black = cmyk[at + 3];
        int red = (cmyk[at] * black + 127) / 255;
        int green = (cmyk[at + 1] * black + 127) / 255;
        int blue = (cmyk[at + 2] * black + 127) / 255;
        return red << 16 | green << 8 | blue;
    }

    /** The inverse of JFIF's YCbCr, then complemented (libjpeg, jdcolor.c, ycck_cmyk_convert). */
    private static void ycckToCmyk(int[] values, int at) {
        double y = values[at];
        double cb = values[at + 1] - 128.0;
        double cr = values[at + 2] - 128.0;
        values[at] = 255 - clamp(y + 1.402 * cr);
        values[at + 1] = 255 - clamp(y - 0.344136 * cb - 0.714136 * cr);
        values[at + 2] = 255 - clamp(y + 1.772 * cb);
    }

    private static int clamp(double value) {
        return (int) Math.clamp(Math.round(value), 0L, 255L);
    }
}
