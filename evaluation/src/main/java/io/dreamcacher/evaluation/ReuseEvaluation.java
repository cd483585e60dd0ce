package io.dreamcacher.evaluation;

import io.dreamcacher.reuse.Share;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a decision does to labelled pairs, and what simpler rules do to the same ones: wrong and right reuses by kind, and how the
 * precision falls as more is answered from memory.
 *
 * @param rules the decision first, then prompts' cosines at least 0.80, 0.85 and 0.95, then equal sets of words
 * @param curves by the decision's probability, and by the cosine
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

        private static Counts of(List<Observation> pairs, Predicate<Observation> reused) {
            return new Counts(share(pairs, false, reused), share(pairs, true, reused));
        }

        private static Share share(List<Observation> pairs, boolean same, Predicate<Observation> reused) {
            List<Observation> some = pairs.stream().filter(seen -> seen.pair().same() == same).toList();
            return new Share(some.stream().filter(reused).count(), some.size());
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

    /** Counts; pairs of no kind in particular are of one. */
    public static ReuseEvaluation of(List<Observation> pairs) {
        Stream<Rule> cosines = COSINES.stream()
                .map(least -> rule(String.format(Locale.ROOT, "cosine %.2f", least), pairs,
                        seen -> seen.similarity() >= least));
        return new ReuseEvaluation(
                Stream.of(Stream.of(rule("decision", pairs, Observation::reused)), cosines,
                        Stream.of(rule("same words", pairs, seen -> sameWords(seen.pair()))))
                        .flatMap(rules -> rules)
                        .toList(),
                List.of(curve("probability", pairs, Observation::probability),
                        curve("cosine", pairs, Observation::similarity)));
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

    private static Rule rule(String name, List<Observation> pairs, Predicate<Observation> reused) {
        SortedMap<String, Counts> kinds = new TreeMap<>();
        pairs.stream()
                .collect(Collectors.groupingBy(seen -> seen.pair().kind()))
                .forEach((kind, some) -> kinds.put(kind, Counts.of(some, reused)));
        return new Rule(name, Counts.of(pairs, reused), kinds);
    }

    private static boolean sameWords(LabelledPair pair) {
        return words(pair.asked()).equals(words(pair.stored()));
    }

    private static Set<String> words(String prompt) {
        return Stream.of(prompt.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{M}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }

    private static Curve curve(String name, List<Observation> pairs, ToDoubleFunction<Observation> score) {
        NavigableMap<Double, Share> counts = new TreeMap<>();
        pairs.forEach(seen -> counts.merge(score.applyAsDouble(seen), new Share(seen.pair().same() ? 1 : 0, 1),
                (one, other) -> new Share(one.count() + other.count(), one.all() + other.all())));
        return new PrecisionCurve(counts).named(name);
    }
}
