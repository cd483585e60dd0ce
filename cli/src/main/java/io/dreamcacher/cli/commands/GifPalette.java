package io.dreamcacher.cli.commands;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The up to 256 colours that stand for those of a picture, by median cut (Heckbert 1982): the box of colours with the
 * most pixels times its longest side is cut in two at its median, until there are enough boxes.
 */
final class GifPalette {
    private static final int MOST_COLOURS = 256;

    private final int[] colours;

    private GifPalette(int[] colours) {
        this.colours = colours;
    }

    static GifPalette of(BufferedImage picture) {
        int width = picture.getWidth();
        int[] pixels = picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
        List<Box> boxes = new ArrayList<>(List.of(Box.of(pixels)));
        while (boxes.size() < MOST_COLOURS) {
            Box largest = boxes.stream().max(Comparator.comparingLong(Box::weight)).orElseThrow();
            if (largest.side() == 0) {
                break;
            }
            boxes.remove(largest);
            boxes.addAll(largest.cut());
        }
        return new GifPalette(boxes.stream().mapToInt(Box::mean).toArray());
    }

    /** Index of the nearest colour; channels may lie outside 0 to 255. */
    int nearest(int red, int green, int blue) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < colours.length; i++) {
            int r = red - (colours[i] >> 16 & 0xff);
            int g = green - (colours[i] >> 8 & 0xff);
            int b = blue - (colours[i] & 0xff);
            int distance = r * r + g * g + b * b;
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }

    int colour(int index) {
        return colours[index];
    }

    IndexColorModel model() {
        int[] padded = Arrays.copyOf(colours, MOST_COLOURS); // a fixed depth of 8 bits for every frame
        return new IndexColorModel(8, MOST_COLOURS, padded, 0, false, -1, DataBuffer.TYPE_BYTE);
    }

    /** Pixels whose colours lie together; {@code shift} says along which channel they spread most, {@code side} how far. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    private record Box(int[] pixels, int shift, int side) {
        static Box of(int[] pixels) {
            int longestShift = 0;
            int longest = -1;
            for (int shift = 16; shift >= 0; shift -= 8) {
                int least = 255;
                int most = 0;
                for (int pixel : pixels) {
                    int value = pixel >> shift & 0xff;
                    least = Math.min(least, value);
                    most = Math.max(most, value);
                }
                if (most - least > longest) {
                    longest = most - least;
                    longestShift = shift;
                }
            }
            return new Box(pixels, longestShift, longest);
        }

        long weight() {
            return (long) pixels.length * side;
        }

        /** At the median, moved so that pixels of one value stay together and neither half is empty. */
        List<Box> cut() {
            int[] counts = new int[256];
            for (int pixel : pixels) {
                counts[pixel >> shift & 0xff]++;
            }
            int least = 0;
            while (counts[least] == 0) {
                least++;
            }
            int limit = least;
            for (int below = counts[least]; below < pixels.length / 2 && limit < least + side - 1;) {
                below += counts[++limit];
            }
            int highest = limit;
            int[] low = Arrays.stream(pixels).filter(pixel -> (pixel >> shift & 0xff) <= highest).toArray();
            int[] high = Arrays.stream(pixels).filter(pixel -> (pixel >> shift & 0xff) > highest).toArray();
            return List.of(of(low), of(high));
        }

        int mean() {
            long red = 0;
            long green = 0;
            long blue = 0;
            for (int pixel : pixels) {
                red += pixel >> 16 & 0xff;
                green += pixel >> 8 & 0xff;
                blue += pixel & 0xff;
            }
            int half = pixels.length / 2;
            return (int) ((((red + half) / pixels.length) << 16) | (((green + half) / pixels.length) << 8)
                    | ((blue + half) / pixels.length));
        }
    }
}
