package io.dreamcacher.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;

/** Colours of 16 bits as 8: the high byte, as Pillow takes it, where {@code getRGB} would round. Grey stays as it is. */
final class SixteenBits {
    private SixteenBits() {}

    static BufferedImage cut(BufferedImage image) {
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        if (bands < 3 || image.getColorModel().getComponentSize(0) != Short.SIZE) {
            return image;
        }
        BufferedImage cut = new BufferedImage(image.getWidth(), image.getHeight(),
                bands == 4 ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        int[] row = new int[bands * image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getPixels(0, y, image.getWidth(), 1, row);
            for (int x = 0; x < image.getWidth(); x++) {
                int at = bands * x;
                int alpha = bands == 4 ? row[at + 3] >> 8 : 0xff;
                cut.setRGB(x, y, alpha << 24 | row[at] >> 8 << 16 | row[at + 1] >> 8 << 8 | row[at + 2] >> 8);
            }
        }
        return cut;
    }
}
