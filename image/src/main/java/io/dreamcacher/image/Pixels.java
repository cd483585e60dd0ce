package io.dreamcacher.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferInt;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * An image as bytes, row by row, channels side by side (HWC). The arrays are owned by whoever made the value and are
 * not changed after.
 */
public final class Pixels {
    private final int width;
    private final int height;
    private final int channels;
    private final byte[] data;

    /**
     * Pixels of bytes.
     *
     * @param data not copied
     */
    public Pixels(int width, int height, int channels, byte[] data) {
        if (data.length != width * height * channels)
            throw new IllegalArgumentException("%d x %d pixels of %d bytes must be %d bytes; found %d"
                    .formatted(width, height, channels, width * height * channels, data.length));
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.data = data;
    }

    /** The image in 3 channels, or 4 with alpha last where it has transparency and that is asked for. */
    public static Pixels of(BufferedImage image, boolean keepAlpha) {
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
    public static Pixels gray(BufferedImage image) {
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

    /** In pixels. */
    public int width() {
        return width;
    }

    /** In pixels. */
    public int height() {
        return height;
    }

    /** Bytes of one pixel: 1 grey, 3 RGB, 4 RGB and alpha. */
    public int channels() {
        return channels;
    }

    /** The bytes themselves, not a copy. */
    public byte[] data() {
        return data;
    }

    /** One value, 0 to 255. */
    public int at(int x, int y, int channel) {
        return data[(y * width + x) * channels + channel] & 0xff;
    }

    /** The same image for Java, opaque. */
    public BufferedImage toImage() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        int last = channels < 3 ? 0 : 2; // grey is red, green and blue alike
        for (int i = 0; i < pixels.length; i++) {
            int at = i * channels;
            pixels[i] = ((data[at] & 0xff) << 16) | ((data[at + last / 2] & 0xff) << 8) | (data[at + last] & 0xff);
        }
        return image;
    }

    /** The image in 3 channels, on white where it is transparent. */
    public static Pixels onWhite(BufferedImage image) {
        Pixels pixels = of(image, true);
        if (pixels.channels < 4) {
            return pixels;
        }
        byte[] opaque = new byte[3 * pixels.width * pixels.height];
        for (int i = 0; i < pixels.width * pixels.height; i++) {
            int alpha = pixels.data[4 * i + 3] & 0xff;
            for (int channel = 0; channel < 3; channel++) {
                int mixed = (pixels.data[4 * i + channel] & 0xff) * alpha + 255 * (255 - alpha);
                opaque[3 * i + channel] = (byte) ((mixed + 127) / 255);
            }
        }
        return new Pixels(pixels.width, pixels.height, 3, opaque);
    }

    /**
     * The image in its 3 channels within a larger one of one value.
     *
     * @param value of everything around it, 0 to 255
     */
    public Pixels padRgb(int left, int top, int paddedWidth, int paddedHeight, int value) {
        byte[] padded = new byte[paddedWidth * paddedHeight * 3];
        Arrays.fill(padded, (byte) value);
        for (int y = 0; y < height; y++) {
            System.arraycopy(data, y * width * 3, padded, ((y + top) * paddedWidth + left) * 3, width * 3);
        }
        return new Pixels(paddedWidth, paddedHeight, 3, padded);
    }

    /** A part of the image in its first 3 channels. */
    public Pixels cropRgb(int left, int top, int cropWidth, int cropHeight) {
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
