package io.dreamcacher.diffusion.preprocessing;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;

/**
 * An image as bytes, row by row, channels side by side (HWC). The arrays are owned by whoever made the value and are
 * not changed after.
 */
final class Pixels {
    private final int width;
    private final int height;
    private final int channels;
    private final byte[] data;

    Pixels(int width, int height, int channels, byte[] data) {
        if (data.length != width * height * channels)
            throw new IllegalArgumentException("%d x %d pixels of %d bytes must be %d bytes; found %d"
                    .formatted(width, height, channels, width * height * channels, data.length));
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.data = data;
    }

    /** The image in 3 channels, or 4 with alpha last where it has transparency and that is asked for. */
    static Pixels of(BufferedImage image, boolean keepAlpha) {
        ColorModel colors = image.getColorModel();
        boolean gray = colors.getNumColorComponents() == 1 && colors.getComponentSize(0) >= 8;
        int channels = keepAlpha && colors.hasAlpha() ? 4 : 3;
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] data = new byte[Math.multiplyExact(Math.multiplyExact(width, height), channels)];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            if (gray)
                readGrayRow(image, y, row);
            else
                image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++)
                put(data, (y * width + x) * channels, row[x], channels);
        }
        return new Pixels(width, height, channels, data);
    }

    /** By sample: {@code getRGB} would take the values for linear light and brighten them. */
    private static void readGrayRow(BufferedImage image, int y, int[] row) {
        Raster raster = image.getRaster();
        int shift = image.getColorModel().getComponentSize(0) - 8;
        boolean hasAlpha = raster.getNumBands() > 1;
        for (int x = 0; x < row.length; x++) {
            int value = raster.getSample(x, y, 0) >> shift;
            int alpha = hasAlpha ? raster.getSample(x, y, 1) >> shift : 255;
            row[x] = alpha << 24 | value << 16 | value << 8 | value;
        }
    }

    private static void put(byte[] data, int offset, int argb, int channels) {
        data[offset] = (byte) (argb >> 16);
        data[offset + 1] = (byte) (argb >> 8);
        data[offset + 2] = (byte) argb;
        if (channels == 4)
            data[offset + 3] = (byte) (argb >>> 24);
    }

    /** The image in grey, as Pillow's {@code convert("L")}: ITU-R 601-2 luma in 16-bit fixed point; alpha is dropped. */
    static Pixels gray(BufferedImage image) {
        Pixels color = of(image, false);
        byte[] gray = new byte[color.width * color.height];
        for (int i = 0; i < gray.length; i++) {
            int red = color.data[3 * i] & 0xff;
            int green = color.data[3 * i + 1] & 0xff;
            int blue = color.data[3 * i + 2] & 0xff;
            gray[i] = (byte) ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
        }
        return new Pixels(color.width, color.height, 1, gray);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int channels() {
        return channels;
    }

    /** The bytes themselves, not a copy. */
    byte[] data() {
        return data;
    }

    /** One value, 0 to 255. */
    int at(int x, int y, int channel) {
        return data[(y * width + x) * channels + channel] & 0xff;
    }

    /** The same image for Java, opaque. */
    BufferedImage toImage() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++)
                image.setRGB(x, y, at(x, y, 0) << 16 | at(x, y, 1) << 8 | at(x, y, 2));
        }
        return image;
    }

    /** A part of the image in its first 3 channels. */
    Pixels cropRgb(int left, int top, int cropWidth, int cropHeight) {
        byte[] cropped = new byte[cropWidth * cropHeight * 3];
        int i = 0;
        for (int y = top; y < top + cropHeight; y++) {
            for (int x = left; x < left + cropWidth; x++) {
                for (int channel = 0; channel < 3; channel++)
                    cropped[i++] = (byte) at(x, y, channel);
            }
        }
        return new Pixels(cropWidth, cropHeight, 3, cropped);
    }
}
