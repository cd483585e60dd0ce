package io.dreamcacher.evaluation;

import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.Share;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a decision does to labelled pairs, and what simpler rules do to the same ones: wrong and right reuses by kind, and how the
 * precision falls as more is answered from memory.
 *
 * @param rules the decision first, then prompts' cosines at least 0.80, 0.85 and 0.95, then those of other ways to compare prompts, then
 *        equal sets of words
 * @param curves by the decision's probability, by the cosine, and by each other way
 */
public record ReuseEvaluation(List<Rule> rules, List<Curve> curves) {
    private static final List<Double> COSINES = List.of(0.80, 0.85, 0.95);

    /** Keeps copies. */
    public ReuseEvaluation {
        rules = List.copyOf(rules);
        curves = List.copyOf(curves);
    }

    /**
     * A labelled pair and what was made of it.
     *
     * @param pair the pair
     * @param reused whether the decision is to return the stored prompt's image
     * @param probability that this would be right, in [0, 1]; 0 of what is never reused
     * @param similarity cosine of the prompts, in [−1, 1]
     */
    public record Observation(LabelledPair pair, boolean reused, double probability, double similarity) {}

    /**
     * A way to decide and what it reused.
     *
     * @param name for people
     * @param total of all pairs
     * @param kinds by kind
     */
    public record Rule(String name, Counts total, SortedMap<String, Counts> kinds) {
        /** Keeps a copy. */
        public Rule {
            kinds = Collections.unmodifiableSortedMap(new TreeMap<>(kinds));
        }
    }

    /**
     * Reuses of some pairs.
     *
     * @param wrong of the pairs whose images do not answer each other
     * @param right of those whose images do
     */
    public record Counts(Share wrong, Share right) {
        /** Share of right ones among the reuses; NaN without any. */
        public double precision() {
            return new Share(right.count(), right.count() + wrong.count()).value();
        }

        /** Share of the pairs that are reused; NaN without any. */
        public double hitRatio() {
            return new Share(right.count() + wrong.count(), right.all() + wrong.all()).value();
        }

        private static Counts of(List<Observation> pairs, int[] rows, IntPredicate reused) {
            return new Counts(share(pairs, rows, false, reused), share(pairs, rows, true, reused));
        }

        private static Share share(List<Observation> pairs, int[] rows, boolean same, IntPredicate reused) {
            int[] some = IntStream.of(rows).filter(row -> pairs.get(row).pair().same() == same).toArray();
            return new Share(IntStream.of(some).filter(reused).count(), some.length);
        }
    }

    /**
     * Precision over cache-hit ratio (P-CHR) as ever more pairs are reused, best ones first.
     *
     * @param name what they are ordered by
     * @param points by ascending hit ratio, to 1; at most 200
     * @param area under it, over all hit ratios: 1 is best, the share of right pairs is chance
     */
    public record Curve(String name, List<Point> points, double area) {
        /** Keeps a copy. */
        public Curve {
            points = List.copyOf(points);
        }
    }

    /**
     * A point of a curve.
     *
     * @param hitRatio share of pairs reused, in (0, 1]
     * @param precision share of those that are right, in [0, 1]
     */
    public record Point(double hitRatio, double precision) {}

    /**
     * Another way to compare prompts, to be held against the decision.
     *
     * @param name for people
     * @param values for the pairs in their order, the higher the more alike
     */
    public record Baseline(String name, List<Double> values) {
        /** Keeps a copy. */
        public Baseline {
            values = List.copyOf(values);
        }
    }

    /** Counts; pairs of no kind in particular are of one. */
    public static ReuseEvaluation of(List<Observation> pairs) {
        return of(pairs, List.of());
    }

    /**
     * The same beside other ways to compare the pairs' prompts. Each may reuse as many of the wrong pairs as the decision does: by the
     * threshold that keeps to this on half of the families, counted on the other half, and by the one that does on the very pairs that are
     * counted, which is the most that can be said for it.
     */
    public static ReuseEvaluation of(List<Observation> pairs, List<Baseline> baselines) {
        List<Rule> rules = new ArrayList<>();
        rules.add(rule("decision", pairs, row -> pairs.get(row).reused()));
        COSINES.forEach(least -> rules.add(rule(String.format(Locale.ROOT, "cosine %.2f", least), pairs,
                row -> pairs.get(row).similarity() >= least)));
        List<Curve> curves = new ArrayList<>();
        curves.add(curve("probability", pairs, row -> pairs.get(row).probability()));
        curves.add(curve("cosine", pairs, row -> pairs.get(row).similarity()));
        for (Baseline baseline : baselines) {
            MatchedThreshold matched = new MatchedThreshold(pairs, baseline.values());
            double best = matched.ofAll();
            rules.add(rule(baseline.name() + ", as often wrong", pairs, matched.byOtherHalf()::get));
            rules.add(rule(String.format(Locale.ROOT, "%s above %.4f, at best", baseline.name(), best), pairs,
                    row -> baseline.values().get(row) > best));
            curves.add(curve(baseline.name(), pairs, row -> baseline.values().get(row)));
        }
        rules.add(rule("same words", pairs, row -> sameWords(pairs.get(row).pair())));
        return new ReuseEvaluation(rules, curves);
    }

    /** The decision's rule. */
    public Rule decision() {
        return rules.getFirst();
    }

    /**
     * A plot of curves and kinds, as SVG.
     *
     * @param title of it, in any characters
     */
    public String svg(String title) {
        return new EvaluationPlot(this, title).svg();
    }

    /**
     * A table for people, line by line.
     *
     * @param name of the pairs
     * @param budget of the decision
     */
    public List<String> lines(String name, ErrorBudget budget) {
        return EvaluationTable.of(this, name, budget);
    }

    private static Rule rule(String name, List<Observation> pairs, IntPredicate reused) {
        int[] all = IntStream.range(0, pairs.size()).toArray();
        SortedMap<String, Counts> kinds = new TreeMap<>();
        IntStream.of(all)
                .boxed()
                .collect(Collectors.groupingBy(row -> pairs.get(row).pair().kind()))
                .forEach((kind, rows) -> kinds.put(kind,
                        Counts.of(pairs, rows.stream().mapToInt(row -> row).toArray(), reused)));
        return new Rule(name, Counts.of(pairs, all, reused), kinds);
    }

    private static boolean sameWords(LabelledPair pair) {
        return words(pair.asked()).equals(words(pair.stored()));
    }

    private static Set<String> words(String prompt) {
        return Stream.of(prompt.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{M}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }

    private static Curve curve(String name, List<Observation> pairs, IntToDoubleFunction score) {
        NavigableMap<Double, Share> counts = new TreeMap<>();
        IntStream.range(0, pairs.size())
                .forEach(row -> counts.merge(score.applyAsDouble(row),
                        new Share(pairs.get(row).pair().same() ? 1 : 0, 1),
                        (one, other) -> new Share(one.count() + other.count(), one.all() + other.all())));
        return new PrecisionCurve(counts).named(name);
    }
}
