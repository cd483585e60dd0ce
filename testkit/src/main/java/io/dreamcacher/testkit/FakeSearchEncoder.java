package io.dreamcacher.testkit;

import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.failure.DreamCacherException;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A search encoder without a network: a prompt is the sum of one fixed random direction a word, so that prompts are the
 * nearer the more words they share, whatever the order, case and punctuation; the two spaces are the same 64 dimensions.
 * An image is the brightness of its 8x8 cells, and {@link #image} paints one whose vector is a prompt's, so that
 * words and images can be compared as CLIP's are. Deterministic over runs and instances. Thread-safe.
 */
public final class FakeSearchEncoder implements SearchEncoder {
    /** Of prompt vectors and, unless blind, of joint vectors. */
    public static final int DIMENSION = 64;

    /** Words beyond these are in no vector, and the prompt counts as cut. */
    public static final int MOST_WORDS = 75;

    private static final int CELLS = 8;
    private static final int CELL_PIXELS = 4;
    private static final int VARIED_CELLS = 6;
    private static final int VARIED_BY = 76;

    private final boolean encodesImages;
    private final AtomicInteger promptsEncoded = new AtomicInteger();

    /** An encoder that sees images. */
    public FakeSearchEncoder() {
        this(true);
    }

    private FakeSearchEncoder(boolean encodesImages) {
        this.encodesImages = encodesImages;
    }

    /** An encoder without a vision tower: no joint vectors, and images are refused. */
    public static FakeSearchEncoder blind() {
        return new FakeSearchEncoder(false);
    }

    /** An image of 32x32 pixels whose vector is that of the prompt, with a cosine of 0.99 or more. */
    public static BufferedImage image(String prompt) {
        float[] vector = vector(words(prompt)).toArray();
        float largest = 0;
        for (float value : vector) {
            largest = Math.max(largest, Math.abs(value));
        }
        int side = CELLS * CELL_PIXELS;
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                float value = vector[y / CELL_PIXELS * CELLS + x / CELL_PIXELS];
                int grey = Math.round(127.5f + 127.5f * value / largest);
                image.setRGB(x, y, grey << 16 | grey << 8 | grey);
            }
        }
        return image;
    }

    /** How often a prompt was encoded. */
    public int promptsEncoded() {
        return promptsEncoded.get();
    }

    @Override
    public EncoderDescription description() {
        return new EncoderDescription("fake-clip", "e".repeat(64), DIMENSION, encodesImages ? DIMENSION : 0,
                Pooling.END);
    }

    @Override
    public EncodedPrompt encode(String prompt) {
        promptsEncoded.incrementAndGet();
        List<String> words = words(prompt);
        Embedding vector = vector(words.subList(0, Math.min(words.size(), MOST_WORDS)));
        return new EncodedPrompt(vector, encodesImages ? Optional.of(vector) : Optional.empty(),
                words.size() > MOST_WORDS);
    }

    @Override
    public Embedding encode(BufferedImage image) {
        if (!encodesImages) {
            throw DreamCacherException.badRequest(
                    "Search by picture needs a CLIP with a vision tower, but this fake one has none.");
        }
        double[] sums = new double[DIMENSION];
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int cell = y * CELLS / image.getHeight() * CELLS + x * CELLS / image.getWidth();
                sums[cell] += centredBrightness(image.getRGB(x, y));
            }
        }
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) sums[i];
        }
        return Embedding.ofVector(vector);
    }

    @Override
    public void close() {}

    /** Odd, so that no pixel and hardly any image is zero. */
    private static int centredBrightness(int rgb) {
        return 2 * ((rgb >> 16 & 0xff) + (rgb >> 8 & 0xff) + (rgb & 0xff)) - 3 * 255;
    }

    private static List<String> words(String prompt) {
        return List.of(PromptKey.of(prompt).value().split(" "));
    }

    /** Makes an image look like another one of the same prompt: some cells have a brightness of this seed's. */
    public static void vary(BufferedImage image, long seed) {
        SplittableRandom brightness = new SplittableRandom(seed);
        for (int cell = 0; cell < VARIED_CELLS; cell++) {
            int grey = 128 + brightness.nextInt(-VARIED_BY, VARIED_BY + 1);
            for (int y = 0; y < image.getHeight() / CELLS; y++) {
                for (int x = 0; x < image.getWidth() / CELLS; x++) {
                    image.setRGB(cell * image.getWidth() / CELLS + x, y, grey << 16 | grey << 8 | grey);
                }
            }
        }
    }

    private static Embedding vector(List<String> words) {
        float[] sum = new float[DIMENSION];
        for (String word : words) {
            SplittableRandom direction = new SplittableRandom(word.hashCode());
            for (int i = 0; i < DIMENSION; i++) {
                sum[i] += (float) direction.nextGaussian();
            }
        }
        return Embedding.ofVector(sum);
    }
}
