package io.dreamcacher.cli.terminal;

import java.awt.image.BufferedImage;

/**
 * Sixel graphics (DEC VT340 Programmer Reference, chapter 14): bands of six rows, one pass a colour, run-length encoded.
 * Colours are those of a 6x6x6 cube, which 216 registers hold on every terminal.
 */
final class Sixel {
    private static final int LEVELS = 6;

    private Sixel() {}

    static String encode(BufferedImage picture) {
        StringBuilder out = new StringBuilder("\u001bPq\"1;1;").append(picture.getWidth())
                .append(';')
                .append(picture.getHeight());
        for (int colour = 0; colour < LEVELS * LEVELS * LEVELS; colour++) {
            out.append('#')
                    .append(colour)
                    .append(";2;")
                    .append(percent(colour / (LEVELS * LEVELS)))
                    .append(';')
                    .append(percent(colour / LEVELS % LEVELS))
                    .append(';')
                    .append(percent(colour % LEVELS));
        }
        for (int top = 0; top < picture.getHeight(); top += 6) {
            band(out, picture, top);
        }
        return out.append("\u001b\\").toString();
    }

    private static int percent(int level) {
        return level * 100 / (LEVELS - 1);
    }

    private static void band(StringBuilder out, BufferedImage picture, int top) {
        int width = picture.getWidth();
        int rows = Math.min(6, picture.getHeight() - top);
        int[][] masks = new int[LEVELS * LEVELS * LEVELS][];
        for (int row = 0; row < rows; row++) {
            for (int x = 0; x < width; x++) {
                int colour = colour(picture.getRGB(x, top + row));
                if (masks[colour] == null) {
                    masks[colour] = new int[width];
                }
                masks[colour][x] |= 1 << row;
            }
        }
        for (int colour = 0; colour < masks.length; colour++) {
            if (masks[colour] != null) {
                out.append('#').append(colour);
                runs(out, masks[colour]);
                out.append('$');
            }
        }
        out.append('-');
    }

    private static void runs(StringBuilder out, int[] mask) {
        for (int x = 0; x < mask.length;) {
            int run = 1;
            while (x + run < mask.length && mask[x + run] == mask[x]) {
                run++;
            }
            char sixel = (char) ('?' + mask[x]);
            if (run > 3) {
                out.append('!').append(run).append(sixel);
            } else {
                out.repeat(sixel, run);
            }
            x += run;
        }
    }

    private static int colour(int rgb) {
        return (level(rgb >> 16) * LEVELS + level(rgb >> 8)) * LEVELS + level(rgb);
    }

    private static int level(int channel) {
        return Math.round((channel & 0xff) * (LEVELS - 1) / 255f);
    }
}
