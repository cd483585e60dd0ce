package io.dreamcacher.reuse;

import io.dreamcacher.reuse.TextCalibration.Point;
import io.dreamcacher.reuse.TextCalibration.Term;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Turns evidence into a probability: a logistic score of terms, made a share of right answers by isotonic regression (Zadrozny
 * and Elkan 2002).
 *
 * @param bias of the score
 * @param terms of the score
 * @param curve from scores to probabilities, both rising
 */
public record Likelihood(double bias, List<Term> terms, List<Point> curve) {
    /** Refuses a curve that falls, and keeps copies. */
    public Likelihood {
        terms = List.copyOf(terms);
        curve = List.copyOf(curve);
        if (curve.isEmpty()) {
            throw new IllegalArgumentException("curve must have points, found none");
        }
        for (int i = 1; i < curve.size(); i++) {
            if (curve.get(i).score() <= curve.get(i - 1).score()
                    || curve.get(i).probability() < curve.get(i - 1).probability()) {
                throw new IllegalArgumentException(
                        "curve must rise, found %s after %s".formatted(curve.get(i), curve.get(i - 1)));
            }
        }
    }

    /** The probability; empty when something needed is unknown. */
    public OptionalDouble probability(Evidence evidence) {
        double score = bias;
        for (Term term : terms) {
            OptionalDouble value = evidence.feature(term.feature());
            if (value.isEmpty()) {
                return OptionalDouble.empty();
            }
            score += term.weight() * term.basis(value.getAsDouble());
        }
        return OptionalDouble.of(probability(score));
    }

    /** The probability at a score. */
    public double probability(double score) {
        if (score <= curve.getFirst().score()) {
            return curve.getFirst().probability();
        }
        for (int i = 1; i < curve.size(); i++) {
            Point right = curve.get(i);
            if (score <= right.score()) {
                Point left = curve.get(i - 1);
                double along = (score - left.score()) / (right.score() - left.score());
                return left.probability() + along * (right.probability() - left.probability());
            }
        }
        return curve.getLast().probability();
    }
}
