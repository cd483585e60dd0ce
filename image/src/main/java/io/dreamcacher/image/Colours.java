package io.dreamcacher.image;

import io.dreamcacher.failure.DreamCacherException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferInt;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * What a decoder gives as 8-bit red, green and blue, and alpha where there is any, as Pillow's {@code convert("RGB")}
 * does, or as a palette: samples count as they are, colour profiles and gamma are not applied, of 16 bits the high byte is taken (of 16-bit
 * grey too, where Pillow clips). {@code BufferedImage.getRGB} would take grey for linear light and brighten it.
 */
final class Colours {
    private static final int DEEPEST = 16;
    private static final int OPAQUE = 0xff000000;

    private final BufferedImage image;
    private final Raster raster;
    private final int bits;
    private final int bands;
    private final boolean alpha;

    private Colours(BufferedImage image) {
        this.image = image;
        this.raster = image.getRaster();
        this.bits = image.getColorModel().getComponentSize(0);
        this.bands = raster.getNumBands();
        this.alpha = image.getColorModel().hasAlpha();
    }

    /**
     * An image of type INT_RGB or INT_ARGB. A palette, or black and white, stays one, because openai/CLIP resizes those
     * otherwise; grey of 2 or 4 bits, which decoders give as a palette, is none.
     */
    static BufferedImage eightBit(BufferedImage image, String name) {
        if (image.getColorModel() instanceof IndexColorModel palette && !isGrey(palette)) {
            return image;
        }
        refuseDeep(image.getColorModel(), name);
        return new Colours(image).converted();
    }

    private static boolean isGrey(IndexColorModel palette) {
        int last = palette.getMapSize() - 1;
        if ((last != 3 && last != 15) || palette.hasAlpha()) {
            return false;
        }
        boolean ascending = true;
        boolean descending = true;
        for (int i = 0; i <= last; i++) {
            int colour = palette.getRGB(i) & 0xffffff;
            ascending &= colour == 255 * i / last * 0x010101;
            descending &= colour == 255 * (last - i) / last * 0x010101;
        }
        return ascending || descending;
    }

    private static void refuseDeep(ColorModel colors, String name) {
        int transfer = colors.getTransferType();
        boolean whole = transfer == DataBuffer.TYPE_BYTE || transfer == DataBuffer.TYPE_USHORT;
        if (colors instanceof ComponentColorModel && (!whole || colors.getComponentSize(0) > DEEPEST)) {
            throw DreamCacherException.badRequest(
                    "An image must have 8 or 16 bits a channel, but %s has %d%s; convert it to PNG.".formatted(name,
                            colors.getComponentSize(0), whole ? "" : ", signed or with a fraction"));
        }
    }

    private BufferedImage converted() {
        int width = image.getWidth();
        BufferedImage result = new BufferedImage(width, image.getHeight(),
                alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) result.getRaster().getDataBuffer()).getData();
        int[] samples = new int[bands * width];
        for (int y = 0; y < image.getHeight(); y++) {
            if (!countsAsItIs()) {
                image.getRGB(0, y, width, 1, pixels, y * width, width);
                continue;
            }
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, samples);
            for (int x = 0; x < width; x++) {
                pixels[y * width + x] = pixel(samples, x * bands);
            }
        }
        return result;
    }

    /** Palettes, packed pixels and alpha that is multiplied in are for {@code getRGB}; nothing of them is scaled or profiled. */
    private boolean countsAsItIs() {
        ColorModel colors = image.getColorModel();
        return colors instanceof ComponentColorModel && !colors.isAlphaPremultiplied() && switch (space()) {
            case ColorSpace.TYPE_GRAY, ColorSpace.TYPE_RGB, ColorSpace.TYPE_CMYK -> true;
            default -> false;
        };
    }

    private int space() {
        return image.getColorModel().getColorSpace().getType();
    }

    private int pixel(int[] samples, int at) {
        int opacity = alpha ? eightBit(samples[at + bands - 1]) << 24 : OPAQUE;
        return opacity | switch (space()) {
            case ColorSpace.TYPE_GRAY -> eightBit(samples[at]) * 0x010101;
            case ColorSpace.TYPE_CMYK -> ink(samples[at], samples[at + 3]) << 16
                    | ink(samples[at + 1], samples[at + 3]) << 8 | ink(samples[at + 2], samples[at + 3]);
            default -> eightBit(samples[at]) << 16 | eightBit(samples[at + 1]) << 8 | eightBit(samples[at + 2]);
        };
    }

    /** Light that ink and black leave (Pillow 12.3, {@code libImaging/Convert.c}, {@code cmyk2rgb}). */
    private int ink(int colour, int black) {
        int light = 255 - eightBit(black);
        int product = eightBit(colour) * light + 128;
        return Math.max(0, light - (((product >> 8) + product) >> 8));
    }

    private int eightBit(int sample) {
        return bits >= 8 ? sample >> (bits - 8) : sample * 255 / ((1 << bits) - 1);
    }
}
