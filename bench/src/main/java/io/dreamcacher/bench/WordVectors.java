package io.dreamcacher.bench;

import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.embedding.SearchEncoder;
import java.awt.image.BufferedImage;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An encoder that takes no time worth measuring: a prompt is the sum of one fixed random direction a word, in 128
 * dimensions, and the joint space is the same one. Thread-safe.
 */
final class WordVectors implements SearchEncoder {
    /** Of every vector. */
    static final int DIMENSION = 128;

    private final Map<String, float[]> directions = new ConcurrentHashMap<>();

    @Override
    public EncoderDescription description() {
        return new EncoderDescription("word-vectors", "a".repeat(64), DIMENSION, DIMENSION, Pooling.END);
    }

    @Override
    public EncodedPrompt encode(String prompt) {
        float[] sum = new float[DIMENSION];
        for (String word : PromptKey.of(prompt).value().split(" ", -1)) {
            float[] direction = directions.computeIfAbsent(word, WordVectors::direction);
            for (int i = 0; i < DIMENSION; i++) {
                sum[i] += direction[i];
            }
        }
        Embedding vector = Embedding.ofVector(sum);
        return new EncodedPrompt(vector, Optional.of(vector), false);
    }

    private static float[] direction(String word) {
        SplittableRandom random = new SplittableRandom(word.hashCode());
        float[] direction = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            direction[i] = (float) random.nextGaussian();
        }
        return direction;
    }

    /** Every image is the same one. */
    @Override
    public Embedding encode(BufferedImage image) {
        return encode("picture").prompt();
    }

    @Override
    public void close() {}
}
