package io.dreamcacher.diffusion.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Maps an image tile by tile: tiles of {@code input} elements a side begin every three quarters of one, and what they are
 * mapped to, {@code output} a side, fades over a quarter into its lower and right neighbour ({@code blend_v}, then
 * {@code blend_h} in diffusers' AutoencoderKL, each with a neighbour that has been faded before).
 *
 * @param input side of a tile before mapping, divisible by 4
 * @param output side of a tile after it, divisible by 4; one side is a multiple of the other
 */
record TileGrid(int input, int output) {
    /** The image [batch, channels, h, w] mapped; the mapping may change batch and channels. */
    FloatTensor map(FloatTensor whole, UnaryOperator<FloatTensor> mapping) {
        int stride = input - input / 4;
        int fade = output / 4;
        List<FloatTensor> above = List.of();
        @Nullable
        FloatTensor joined = null;
        for (int y = 0; y * stride < height(whole); y++) {
            List<FloatTensor> row = new ArrayList<>();
            for (int x = 0; x * stride < width(whole); x++) {
                FloatTensor tile = mapping.apply(cut(whole, y * stride, x * stride));
                if (y > 0) {
                    fadeFromAbove(above.get(x), tile, fade);
                }
                if (x > 0) {
                    fadeFromLeft(row.getLast(), tile, fade);
                }
                row.add(tile);
                joined = joined == null ? empty(tile, scaled(height(whole)), scaled(width(whole))) : joined;
                put(tile, joined, y * (output - fade), x * (output - fade), output - fade);
            }
            above = row;
        }
        return Objects.requireNonNull(joined);
    }

    private int scaled(int side) {
        return (int) ((long) side * output / input);
    }

    private FloatTensor cut(FloatTensor whole, int top, int left) {
        int height = Math.min(input, height(whole) - top);
        int width = Math.min(input, width(whole) - left);
        float[] part = new float[layers(whole) * height * width];
        for (int row = 0; row < layers(whole) * height; row++) {
            int from = (row / height * height(whole) + top + row % height) * width(whole) + left;
            System.arraycopy(whole.values(), from, part, row * width, width);
        }
        return FloatTensor.of(part, whole.shape().size(0), whole.shape().size(1), height, width);
    }

    private static FloatTensor empty(FloatTensor like, int height, int width) {
        return FloatTensor.of(new float[layers(like) * height * width], like.shape().size(0), like.shape().size(1),
                height, width);
    }

    /** The first rows of the lower tile, mixed in place with the last ones of the upper. */
    private static void fadeFromAbove(FloatTensor upper, FloatTensor lower, int most) {
        int extent = Math.min(most, Math.min(height(upper), height(lower)));
        int width = width(lower);
        for (int layer = 0; layer < layers(lower); layer++) {
            for (int y = 0; y < extent; y++) {
                int from = (layer * height(upper) + height(upper) - extent + y) * width(upper);
                int to = (layer * height(lower) + y) * width;
                for (int x = 0; x < width; x++) {
                    lower.values()[to + x] = mixed(upper.values()[from + x], lower.values()[to + x], y, extent);
                }
            }
        }
    }

    /** The first columns of the right tile, mixed in place with the last ones of the left. */
    private static void fadeFromLeft(FloatTensor left, FloatTensor right, int most) {
        int extent = Math.min(most, Math.min(width(left), width(right)));
        for (int row = 0; row < layers(right) * height(right); row++) {
            int from = (row + 1) * width(left) - extent;
            int to = row * width(right);
            for (int x = 0; x < extent; x++) {
                right.values()[to + x] = mixed(left.values()[from + x], right.values()[to + x], x, extent);
            }
        }
    }

    private static float mixed(float before, float after, int position, int extent) {
        float share = (float) position / extent;
        return before * (1 - share) + after * share;
    }

    /** Copies at most so many rows and columns of a tile to its place. */
    private static void put(FloatTensor tile, FloatTensor joined, int top, int left, int most) {
        int height = Math.min(most, Math.min(height(tile), height(joined) - top));
        int width = Math.min(most, Math.min(width(tile), width(joined) - left));
        for (int row = 0; row < layers(tile) * height; row++) {
            int layer = row / height;
            int y = row % height;
            System.arraycopy(tile.values(), (layer * height(tile) + y) * width(tile), joined.values(),
                    (layer * height(joined) + top + y) * width(joined) + left, width);
        }
    }

    private static int layers(FloatTensor image) {
        return image.shape().intSize(0) * image.shape().intSize(1);
    }

    private static int height(FloatTensor image) {
        return image.shape().intSize(2);
    }

    private static int width(FloatTensor image) {
        return image.shape().intSize(3);
    }
}
