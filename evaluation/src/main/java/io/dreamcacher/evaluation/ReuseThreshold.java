package io.dreamcacher.evaluation;

import io.dreamcacher.evaluation.ModelCalibrationFit.Example;
import io.dreamcacher.reuse.Share;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The least probability at which no more than a share of the reuses is wrong, by the upper end of the 95 % interval, and of no
 * large kind of wrong pairs more than thrice that share is reused. Of the probabilities that keep to it the strictest is taken that
 * gives up no more than one of two hundred right reuses: beyond what was measured the strict one is the safe one.
 */
final class ReuseThreshold {
    private static final double KIND_ALLOWANCE = 3;
    private static final double LOSS = 0.005;

    private final List<Example> examples;
    private final double[] probabilities;
    private final double share;

    ReuseThreshold(List<Example> examples, double[] probabilities, double share) {
        this.examples = examples;
        this.probabilities = probabilities;
        this.share = share;
    }

    /** Empty where none keeps to the share. */
    OptionalDouble atMost(double most) {
        double[] right = sorted(true);
        double[] wrong = sorted(false);
        Map<String, double[]> kinds = kinds();
        double[] candidates = Arrays.stream(right)
                .filter(value -> value > 0)
                .map(value -> Math.min(most, Math.floor(value * 1e6) / 1e6))
                .distinct()
                .filter(value -> keeps(value, right, wrong, kinds))
                .toArray();
        if (candidates.length == 0) {
            return OptionalDouble.empty();
        }
        int best = ThresholdSearch.above(right, candidates[0]);
        return Arrays.stream(candidates)
                .filter(value -> ThresholdSearch.above(right, value) >= best * (1 - LOSS))
                .max();
    }

    private boolean keeps(double least, double[] right, double[] wrong, Map<String, double[]> kinds) {
        int wrongReused = ThresholdSearch.above(wrong, least);
        int reused = wrongReused + ThresholdSearch.above(right, least);
        return wrongReused <= share * reused && new Share(wrongReused, reused).upper() <= share
                && kinds.values()
                        .stream()
                        .allMatch(kind -> ThresholdSearch.above(kind, least) <= KIND_ALLOWANCE * share * kind.length);
    }

    private double[] sorted(boolean right) {
        return rows(example -> example.right() == right);
    }

    private double[] rows(Predicate<Example> which) {
        return IntStream.range(0, examples.size())
                .filter(row -> which.test(examples.get(row)))
                .mapToDouble(row -> probabilities[row])
                .sorted()
                .toArray();
    }

    private Map<String, double[]> kinds() {
        Map<String, double[]> kinds = new HashMap<>();
        examples.stream().filter(example -> !example.right()).map(Example::kind).distinct().forEach(kind -> {
            double[] rows = rows(example -> !example.right() && example.kind().equals(kind));
            if (rows.length >= ThresholdSearch.KIND_OF_ITS_OWN) {
                kinds.put(kind, rows);
            }
        });
        return kinds;
    }
}
