package io.dreamcacher.evaluation;

import io.dreamcacher.evaluation.ReuseEvaluation.Observation;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Thresholds of a number for each pair that reuse at most the share of the wrong pairs that a decision reuses. */
final class MatchedThreshold {
    private static final int HALVES = 2;

    private final List<Observation> pairs;
    private final List<Double> values;

    /**
     * Of these pairs.
     *
     * @param values by pair, the higher the more alike
     */
    MatchedThreshold(List<Observation> pairs, List<Double> values) {
        if (pairs.size() != values.size()) {
            throw new IllegalArgumentException("each of %,d pairs must have a value, found %,d"
                    .formatted(pairs.size(), values.size()));
        }
        this.pairs = pairs;
        this.values = values;
    }

    /** What must be exceeded, so that of all the pairs as few wrong ones are reused as by the decision. */
    double ofAll() {
        return least(row -> true);
    }

    /** The pairs that are reused where what must be exceeded is found on the half of the families that a pair is not of. */
    BitSet byOtherHalf() {
        int[] halves = Families.parts(pairs.stream().map(Observation::pair).toList(), HALVES);
        BitSet reused = new BitSet();
        for (int half = 0; half < HALVES; half++) {
            int counted = half;
            double least = least(row -> halves[row] != counted);
            IntStream.range(0, halves.length)
                    .filter(row -> halves[row] == counted && values.get(row) > least)
                    .forEach(reused::set);
        }
        return reused;
    }

    private double least(IntPredicate tuned) {
        int[] wrong = IntStream.range(0, pairs.size())
                .filter(row -> !pairs.get(row).pair().same() && tuned.test(row))
                .toArray();
        int allowed = (int) IntStream.of(wrong).filter(row -> pairs.get(row).reused()).count();
        double[] ascending = IntStream.of(wrong).mapToDouble(values::get).sorted().toArray();
        return allowed >= ascending.length ? Double.NEGATIVE_INFINITY : ascending[ascending.length - 1 - allowed];
    }
}
