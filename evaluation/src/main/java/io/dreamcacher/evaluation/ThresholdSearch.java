package io.dreamcacher.evaluation;

import io.dreamcacher.reuse.Share;
import io.dreamcacher.reuse.TextCalibration.Threshold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The two least probabilities, for settled and for unsettled pairs, that let most right pairs through while of all wrong pairs, and of
 * all but the largest kind, which may be an easy one, by the upper end of the 95 % interval, and of each large kind of them, two and a half times as many, no more than a share pass.
 */
final class ThresholdSearch {
    /** Kinds of fewer pairs are too few to bound each. */
    static final int KIND_OF_ITS_OWN = 100;

    private static final double KIND_ALLOWANCE = 2.5;
    private static final int GRAIN = 200;

    /** Above every probability. */
    private static final double NONE = 2;

    private final List<Row> rows;
    private final double share;

    /**
     * A labelled pair and what a fit made of it.
     *
     * @param kind of pair
     * @param right whether it may be reused
     * @param unsettled which of the two thresholds it takes
     * @param probability 0 for what is never reused
     */
    record Row(String kind, boolean right, boolean unsettled, double probability) {}

    /** Thresholds that nothing reaches. */
    static Threshold none() {
        return new Threshold(0, NONE, NONE);
    }

    ThresholdSearch(List<Row> rows, double share) {
        this.rows = rows;
        this.share = share;
    }

    /**
     * The best, none stricter than those of a smaller share.
     *
     * @param before those of the next smaller share; {@link #none} for the smallest
     */
    Threshold best(Threshold before) {
        Map<String, List<Row>> wrong = new HashMap<>();
        rows.stream()
                .filter(row -> !row.right())
                .forEach(row -> wrong.computeIfAbsent(row.kind(), kind -> new ArrayList<>()).add(row));
        List<double[][]> together = together(wrong.values());
        double[] right = sorted(rows.stream().filter(Row::right).toList(), false);
        double[] rightUnsettled = sorted(rows.stream().filter(Row::right).toList(), true);
        long[] mostWrong = together.stream().mapToLong(some -> mostOf(some[0].length + some[1].length)).toArray();
        List<double[][]> kinds = wrong.values()
                .stream()
                .filter(kind -> kind.size() >= KIND_OF_ITS_OWN)
                .map(kind -> new double[][]{sorted(kind, false), sorted(kind, true)})
                .toList();
        Threshold best = new Threshold(share, before.settled(), before.unsettled());
        int most = 0;
        double[] unsettledCandidates = candidates(rightUnsettled, before.unsettled());
        for (double settled : candidates(right, before.settled())) {
            double unsettled = least(unsettledCandidates,
                    value -> IntStream.range(0, mostWrong.length)
                            .allMatch(some -> above(together.get(some)[0], settled)
                                    + above(together.get(some)[1], value) <= mostWrong[some])
                            && kinds.stream()
                                    .allMatch(kind -> above(kind[0], settled) + above(kind[1], value) <= KIND_ALLOWANCE
                                            * share
                                            * (kind[0].length + kind[1].length)));
            boolean keeps = unsettled <= before.unsettled();
            int passed = above(right, settled) + above(rightUnsettled, unsettled);
            if (keeps && passed > most) {
                most = passed;
                best = new Threshold(share, settled, unsettled);
            }
        }
        return best;
    }

    /** Settled and unsettled ones of all kinds, and of all but the largest. */
    private static List<double[][]> together(Collection<List<Row>> kinds) {
        List<List<Row>> bySize = kinds.stream().sorted(Comparator.comparingInt(List::size)).toList();
        List<Row> all = bySize.stream().flatMap(Collection::stream).toList();
        List<Row> most = bySize.stream().limit(Math.max(0, bySize.size() - 1)).flatMap(Collection::stream).toList();
        return Stream.of(all, most)
                .filter(some -> some.size() >= KIND_OF_ITS_OWN)
                .map(some -> new double[][]{sorted(some, false), sorted(some, true)})
                .toList();
    }

    /** The largest count whose share keeps to the bound. */
    private long mostOf(long all) {
        long most = -1;
        long tooMany = all + 1;
        while (tooMany - most > 1) {
            long middle = Math.floorDiv(most + tooMany, 2);
            if (middle < 0 || new Share(middle, all).upper() <= share) {
                most = middle;
            } else {
                tooMany = middle;
            }
        }
        return most;
    }

    /** The least of ascending values that passes, when all above it do; infinite when none does. */
    private static double least(double[] ascending, DoublePredicate passes) {
        int low = -1;
        int high = ascending.length;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (passes.test(ascending[middle])) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high == ascending.length ? Double.POSITIVE_INFINITY : ascending[high];
    }

    private static double[] candidates(double[] ascending, double most) {
        DoubleStream grid = IntStream.rangeClosed(0, GRAIN)
                .filter(step -> ascending.length > 0)
                .mapToDouble(step -> ascending[(int) ((long) step * (ascending.length - 1) / GRAIN)])
                .filter(value -> value < most);
        return DoubleStream.concat(grid, DoubleStream.of(most)).distinct().sorted().toArray();
    }

    private static double[] sorted(List<Row> rows, boolean unsettled) {
        return rows.stream()
                .filter(row -> row.unsettled() == unsettled)
                .mapToDouble(Row::probability)
                .sorted()
                .toArray();
    }

    /** How many of ascending values are at least this. */
    static int above(double[] ascending, double least) {
        int place = Arrays.binarySearch(ascending, least);
        while (place > 0 && ascending[place - 1] == least) {
            place--;
        }
        return ascending.length - (place >= 0 ? place : -place - 1);
    }
}
