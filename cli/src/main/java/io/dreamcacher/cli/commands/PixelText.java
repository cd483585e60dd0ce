package io.dreamcacher.cli.commands;

import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Letters of five by seven pixels, drawn without the platform's fonts, which a server need not have: a to z, digits, and a
 * few signs. Anything else is a gap.
 */
final class PixelText {
    /** Height of a line in pixels, at size 1. */
    static final int HEIGHT = 7;

    private static final int WIDTH = 5;
    private static final int ADVANCE = WIDTH + 1;
    private static final String SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789.,-:";

    /** Each glyph by rows from the top, the leftmost pixel in the highest of five bits. */
    private static final String[] ROWS = {
            "0e11111f111111 1e11111e11111e 0e11101010110e 1e11111111111e 1f10101e10101f 1f10101e101010",
            "0e11101711110f 1111111f111111 0e04040404040e 0702020202120c 11121418141211 1010101010101f",
            "111b1515111111 11111915131111 0e11111111110e 1e11111e101010 0e11111115120d 1e11111e141211",
            "0f10100e01011e 1f040404040404 1111111111110e 11111111110a04 1111111515150a 11110a040a1111",
            "1111110a040404 1f01020408101f",
            "0e11131519110e 040c040404040e 0e11010204081f 1f02040201110e 02060a121f0202 1f101e0101110e",
            "0608101e11110e 1f010204080808 0e11110e11110e 0e11110f01020c",
            "00000000000c0c 000000000c0408 0000001f000000 000c0c000c0c00"};

    private static final Map<Character, int[]> GLYPHS = glyphs();

    private PixelText() {}

    private static Map<Character, int[]> glyphs() {
        String[] coded = String.join(" ", ROWS).split(" ", -1);
        Map<Character, int[]> glyphs = new HashMap<>();
        for (int sign = 0; sign < coded.length; sign++) {
            int[] rows = new int[HEIGHT];
            for (int row = 0; row < HEIGHT; row++) {
                rows[row] = Integer.parseInt(coded[sign].substring(2 * row, 2 * row + 2), 16);
            }
            glyphs.put(SIGNS.charAt(sign), rows);
        }
        return glyphs;
    }

    /** Pixels a text is wide. */
    static int width(String text, int size) {
        return text.length() * ADVANCE * size;
    }

    /** Draws a text from its upper left corner on; what does not fit into the picture is left out. */
    static void draw(BufferedImage picture, String text, int left, int top, int size, int rgb) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (int i = 0; i < lower.length(); i++) {
            int[] rows = GLYPHS.getOrDefault(lower.charAt(i), new int[HEIGHT]);
            for (int pixel = 0; pixel < HEIGHT * WIDTH; pixel++) {
                if ((rows[pixel / WIDTH] >> (WIDTH - 1 - pixel % WIDTH) & 1) == 1) {
                    fill(picture, left + (i * ADVANCE + pixel % WIDTH) * size, top + pixel / WIDTH * size, size, rgb);
                }
            }
        }
    }

    private static void fill(BufferedImage picture, int left, int top, int size, int rgb) {
        for (int y = top; y < Math.min(top + size, picture.getHeight()); y++) {
            for (int x = left; x < Math.min(left + size, picture.getWidth()); x++) {
                picture.setRGB(x, y, rgb);
            }
        }
    }
}
