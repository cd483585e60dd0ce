package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.failure.DreamCacherException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Arithmetic on what texts mean to a model:
 * {@code (sum of weight_i text_i + sum of plus - sum of minus + add) * scale + randomise * deviation * noise}, where
 * {@code add} goes to every number, and noise is standard normal, as long as the result, times the result's own standard
 * deviation.
 *
 * @param terms texts with their weights, 1 or more
 * @param add constant added to every number
 * @param scale factor of every number
 * @param randomise share of noise, 0 or more
 */
public record Blend(List<Term> terms, double add, double scale, double randomise) {
    /**
     * One text of the sum.
     *
     * @param text any
     * @param weight any finite number
     */
    public record Term(String text, double weight) {
        /** Refuses weights that are no numbers. */
        public Term {
            if (!Double.isFinite(weight)) {
                throw DreamCacherException
                        .badRequest("A weight must be a finite number; %s was given.".formatted(weight));
            }
        }
    }

    /** Copies the list; refuses numbers that lead nowhere. */
    public Blend {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw DreamCacherException.badRequest("A blend needs one text or more.");
        }
        if (!Double.isFinite(add) || !Double.isFinite(scale) || !(randomise >= 0) || !Double.isFinite(randomise)) {
            throw DreamCacherException.badRequest(
                    "What is added, the scale and the share of noise must be finite numbers, the last 0 or more; %s, %s and %s were given."
                            .formatted(add, scale, randomise));
        }
    }

    /**
     * A weighted sum with texts added and subtracted whole.
     *
     * @param weights one a text, or none for equal ones that sum to 1
     */
    public static Blend of(List<String> texts, List<Double> weights, List<String> plus, List<String> minus) {
        if (!weights.isEmpty() && weights.size() != texts.size()) {
            throw DreamCacherException.badRequest("There must be as many weights as texts; %d and %d were given."
                    .formatted(weights.size(), texts.size()));
        }
        List<Double> all = weights.isEmpty() ? Collections.nCopies(texts.size(), 1.0 / texts.size()) : weights;
        List<Term> terms = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            terms.add(new Term(texts.get(i), all.get(i)));
        }
        plus.forEach(text -> terms.add(new Term(text, 1)));
        minus.forEach(text -> terms.add(new Term(text, -1)));
        return new Blend(terms, 0, 1, 0);
    }

    /** With a constant, a factor and noise. */
    public Blend with(double added, double scaled, double randomised) {
        return new Blend(terms, added, scaled, randomised);
    }

    /** The result for the vectors of the terms, in their order; with as many numbers of noise. */
    public float[] of(List<float[]> vectors, float[] noise) {
        float[] result = new float[noise.length];
        for (int i = 0; i < result.length; i++) {
            double sum = add;
            for (int term = 0; term < terms.size(); term++) {
                sum += terms.get(term).weight * vectors.get(term)[i];
            }
            result[i] = (float) (sum * scale);
        }
        if (randomise > 0) {
            double amount = randomise * deviation(result);
            for (int i = 0; i < result.length; i++) {
                result[i] += (float) (amount * noise[i]);
            }
        }
        return result;
    }

    private static double deviation(float[] values) {
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / values.length;
        return Math.sqrt(Math.max(0, squares / values.length - mean * mean));
    }
}
