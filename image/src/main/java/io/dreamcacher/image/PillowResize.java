package io.dreamcacher.image;

/**
 * Resizing as Pillow 12 does it ({@code src/libImaging/Resample.c}): a separable filter whose support grows with the
 * shrink factor, weights in 22-bit fixed point, horizontal pass first, 8-bit rounding between the passes. Byte for byte.
 */
public final class PillowResize {
    /** 32 bits minus 8 for the value minus 2 for what a sum of weights may overshoot. */
    private static final int PRECISION_BITS = 32 - 8 - 2;
    private static final double BICUBIC_A = -0.5;

    /** How the weight of a pixel falls with its distance, in pixels of the smaller image. */
    private enum Filter {
        /** The mean of the area that a pixel covers, parts of pixels by their share: OpenCV's INTER_AREA; Pillow has none. */
        AREA(0.5) {
            @Override
            double at(double distance) {
                return weight(distance, 1);
            }

            @Override
            double support(double scale) {
                return scale / 2 + 0.5;
            }

            @Override
            double weight(double distance, double scale) {
                return Math.clamp(scale / 2 + 0.5 - Math.abs(distance), 0.0, 1.0);
            }
        },
        /** Keys 1981, a = -0.5. */
        BICUBIC(2) {
            @Override
            double at(double distance) {
                double x = Math.abs(distance);
                if (x < 1)
                    return ((BICUBIC_A + 2) * x - (BICUBIC_A + 3)) * x * x + 1;
                return x < 2 ? (((x - 5) * x + 8) * x - 4) * BICUBIC_A : 0;
            }
        },
        /** A sinc under a sinc three times as wide. */
        LANCZOS(3) {
            @Override
            double at(double distance) {
                return -support <= distance && distance < support ? sinc(distance) * sinc(distance / support) : 0;
            }
        };

        final double support;

        Filter(double support) {
            this.support = support;
        }

        abstract double at(double distance);

        /** How far it reaches, in pixels of the larger image. */
        double support(double scale) {
            return support * scale;
        }

        /** The weight of a pixel at a distance in pixels of the larger image. */
        double weight(double distance, double scale) {
            return at(distance * (1 / scale));
        }

        private static double sinc(double x) {
            return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
        }
    }

    private PillowResize() {}

    /** Bicubic (Keys, a = -0.5); four channels are taken for RGB and alpha, and colours are weighted by alpha. */
    public static Pixels bicubic(Pixels image, int width, int height) {
        if (image.width() == width && image.height() == height)
            return image;
        if (image.channels() < 4)
            return bothPasses(image, width, height, Filter.BICUBIC);
        return unpremultiplied(bothPasses(premultiplied(image), width, height, Filter.BICUBIC));
    }

    /** Lanczos with three lobes; every channel by itself. */
    public static Pixels lanczos(Pixels image, int width, int height) {
        return bothPasses(image, width, height, Filter.LANCZOS);
    }

    /** Smaller by the mean of the area that each pixel covers, larger with Lanczos's three lobes; every channel by itself. */
    public static Pixels areaOrLanczos(Pixels image, int width, int height) {
        boolean smaller = (long) width * height < (long) image.width() * image.height();
        return bothPasses(image, width, height, smaller ? Filter.AREA : Filter.LANCZOS);
    }

    /** The nearest pixel's value; for palettes, whose values cannot be mixed. */
    public static Pixels nearest(Pixels image, int width, int height) {
        int channels = image.channels();
        int[] columns = nearestIndices(image.width(), width);
        int[] rows = nearestIndices(image.height(), height);
        byte[] resized = new byte[width * height * channels];
        int i = 0;
        for (int row : rows) {
            for (int column : columns) {
                for (int channel = 0; channel < channels; channel++)
                    resized[i++] = (byte) image.at(column, row, channel);
            }
        }
        return new Pixels(width, height, channels, resized);
    }

    /** The position is accumulated, not multiplied, as in {@code Geometry.c}, {@code ImagingScaleAffine}. */
    private static int[] nearestIndices(int inputSize, int outputSize) {
        double scale = (double) inputSize / outputSize;
        double position = scale * 0.5;
        int[] indices = new int[outputSize];
        for (int i = 0; i < outputSize; i++) {
            indices[i] = Math.min((int) position, inputSize - 1);
            position += scale;
        }
        return indices;
    }

    private static Pixels bothPasses(Pixels image, int width, int height, Filter filter) {
        Pixels wide = image.width() == width ? image : horizontal(image, Weights.of(image.width(), width, filter));
        return wide.height() == height ? wide : vertical(wide, Weights.of(wide.height(), height, filter));
    }

    private static Pixels horizontal(Pixels image, Weights weights) {
        int channels = image.channels();
        int width = weights.first.length;
        byte[] data = image.data();
        byte[] resized = new byte[width * image.height() * channels];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < width; x++) {
                int from = (y * image.width() + weights.first[x]) * channels;
                for (int channel = 0; channel < channels; channel++)
                    resized[(y * width + x) * channels + channel] = weighted(data, from + channel, channels,
                            weights.values[x]);
            }
        }
        return new Pixels(width, image.height(), channels, resized);
    }

    private static Pixels vertical(Pixels image, Weights weights) {
        int stride = image.width() * image.channels();
        int height = weights.first.length;
        byte[] resized = new byte[stride * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < stride; x++)
                resized[y * stride + x] = weighted(image.data(), weights.first[y] * stride + x, stride,
                        weights.values[y]);
        }
        return new Pixels(image.width(), height, image.channels(), resized);
    }

    private static byte weighted(byte[] data, int from, int step, int[] weights) {
        int sum = 1 << (PRECISION_BITS - 1); // one half: the shift below rounds
        int index = from;
        for (int weight : weights) {
            sum += (data[index] & 0xff) * weight;
            index += step;
        }
        return (byte) Math.clamp(sum >> PRECISION_BITS, 0, 255);
    }

    private static Pixels premultiplied(Pixels image) {
        byte[] data = image.data().clone();
        for (int i = 0; i < data.length; i += 4) {
            int alpha = data[i + 3] & 0xff;
            for (int channel = i; channel < i + 3; channel++) {
                int product = (data[channel] & 0xff) * alpha + 128;
                data[channel] = (byte) (((product >> 8) + product) >> 8); // divided by 255, rounded
            }
        }
        return new Pixels(image.width(), image.height(), 4, data);
    }

    private static Pixels unpremultiplied(Pixels image) {
        byte[] data = image.data().clone();
        for (int i = 0; i < data.length; i += 4) {
            int alpha = data[i + 3] & 0xff;
            if (alpha == 0 || alpha == 255)
                continue;
            for (int channel = i; channel < i + 3; channel++)
                data[channel] = (byte) Math.min(255, 255 * (data[channel] & 0xff) / alpha);
        }
        return new Pixels(image.width(), image.height(), 4, data);
    }

    /** For each output position the first input position and the weights from there on, in fixed point. */
    private static final class Weights {
        private final int[] first;
        private final int[][] values;

        private Weights(int[] first, int[][] values) {
            this.first = first;
            this.values = values;
        }

        static Weights of(int inputSize, int outputSize, Filter filter) {
            double scale = (double) inputSize / outputSize;
            double filterScale = Math.max(scale, 1);
            double support = filter.support(filterScale);
            int[] first = new int[outputSize];
            int[][] values = new int[outputSize][];
            for (int i = 0; i < outputSize; i++) {
                double center = (i + 0.5) * scale;
                first[i] = Math.max(0, (int) (center - support + 0.5));
                int end = Math.min(inputSize, (int) (center + support + 0.5));
                double[] weights = new double[end - first[i]];
                double total = 0;
                for (int j = 0; j < weights.length; j++) {
                    weights[j] = filter.weight(j + first[i] - center + 0.5, filterScale);
                    total += weights[j];
                }
                values[i] = fixedPoint(weights, total);
            }
            return new Weights(first, values);
        }

        private static int[] fixedPoint(double[] weights, double total) {
            int[] fixed = new int[weights.length];
            for (int j = 0; j < fixed.length; j++) {
                double weight = (total == 0 ? weights[j] : weights[j] / total) * (1 << PRECISION_BITS);
                fixed[j] = (int) (weight + (weight < 0 ? -0.5 : 0.5));
            }
            return fixed;
        }
    }
}
