package io.dreamcacher.evaluation;

import io.dreamcacher.reuse.Evidence;
import io.dreamcacher.reuse.Likelihood;
import io.dreamcacher.reuse.PromptComparer.Effect;
import io.dreamcacher.reuse.PromptComparer.Feature;
import io.dreamcacher.reuse.Share;
import io.dreamcacher.reuse.TextCalibration;
import io.dreamcacher.reuse.TextCalibration.Term;
import io.dreamcacher.reuse.TextCalibration.Threshold;
import io.dreamcacher.reuse.Verifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Fits a {@link TextCalibration} on labelled pairs: cross-validated by families of prompts, so that probabilities and thresholds
 * rest on pairs the weights never saw.
 *
 * <p>A verifier is surer of the pairs it was trained on. Where those are what there is to fit on, noise on its log odds makes it
 * as unsure as it was measured to be on others.
 */
public final class TextCalibrationFit {
    private static final int PARTS = 5;
    private static final int COPIES = 3;
    /** Of fewer pairs nothing is certain. */
    private static final int FEWEST_CERTAIN = 30;
    /** Share of the pairs that are inside of the domain. */
    private static final double COVERED = 0.99;
    private static final double PENALTY = 2;
    private static final double[] VERIFIER_KNOTS = {-6, -3, -1, 1, 2, 3, 4, 6};

    private static final double[] SHARES = {0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5};

    private final int copies;
    private final List<Example> examples;
    private final List<Feature> features;
    private final Regions regions;
    private final List<Term> terms;
    private final List<Effect> effects = new ArrayList<>();
    private final double[][] columns;
    private final boolean[] right;
    private final double[] weights;
    private final int[] parts;

    /**
     * A labelled pair and what is known about it.
     *
     * @param pair the pair
     * @param evidence all features of it, the verifier's too
     * @param vetoed whether it is never reused, whatever the evidence says
     */
    public record Example(LabelledPair pair, Evidence evidence, boolean vetoed) {}

    /**
     * A fit and how it did on pairs it did not see.
     *
     * @param calibration fitted on all pairs
     * @param probabilities of each example in its order, by the fit that did not see its family; 0 of what is vetoed
     */
    public record Result(TextCalibration calibration, List<Double> probabilities) {}

    /**
     * Features with a part of their own.
     *
     * @param certain those that may make a pair right by themselves
     * @param unsettling those any of which makes a pair unsettled
     * @param bounding those of which a pair must not have more than 99 of 100 of the fitted ones
     */
    public record Regions(List<String> certain, List<String> unsettling, List<String> bounding) {
        /** Keeps copies. */
        public Regions {
            bounding = List.copyOf(bounding);
            certain = List.copyOf(certain);
            unsettling = List.copyOf(unsettling);
        }
    }

    /**
     * Prepares a fit.
     *
     * @param features what the evidence holds beside the verifier
     * @param regions which of the features have a part of their own
     * @param noise standard deviation of the noise on the verifier's log odds of a pair; 0 for a verifier that never saw the pairs
     */
    public TextCalibrationFit(List<Example> pairs, List<Feature> features, Regions regions,
            ToDoubleFunction<LabelledPair> noise, long seed) {
        this.features = List.copyOf(features);
        this.regions = regions;
        List<Example> kept = pairs.stream().filter(example -> verifier(example.evidence()).isPresent()).toList();
        Random random = new Random(seed);
        this.copies = kept.stream().allMatch(example -> noise.applyAsDouble(example.pair()) == 0) ? 1 : COPIES;
        this.examples = IntStream.range(0, copies)
                .boxed()
                .flatMap(copy -> kept.stream()
                        .map(example -> noisy(example, noise.applyAsDouble(example.pair()), random)))
                .toList();
        this.terms = terms();
        this.columns = new double[terms.size()][examples.size()];
        this.right = new boolean[examples.size()];
        this.weights = new double[examples.size()];
        this.parts = Families.parts(examples.stream().map(Example::pair).toList(), PARTS);
        fill();
    }

    /** Fits, and measures the fit. */
    public Result fit(Verifier.Description verifier) {
        double[] scores = new double[examples.size()];
        for (int part = 0; part < PARTS; part++) {
            MonotoneLogistic.Fit fit = fitWithout(part);
            for (int row = 0; row < scores.length; row++) {
                scores[row] = parts[row] == part ? score(fit, row) : scores[row];
            }
        }
        List<TextCalibration.Point> curve = curve(scores);
        MonotoneLogistic.Fit all = fitWithout(PARTS);
        List<Term> weighted = IntStream.range(0, terms.size())
                .filter(term -> all.weights().get(term) != 0)
                .mapToObj(term -> new Term(terms.get(term).feature(), terms.get(term).from(), terms.get(term).to(),
                        all.weights().get(term)))
                .toList();
        Likelihood likelihood = new Likelihood(all.bias(), weighted, curve);
        TextCalibration unbounded = new TextCalibration(verifier, likelihood, certainties(),
                regions.unsettling(), domain(), List.of());
        List<Double> probabilities = IntStream.range(0, scores.length)
                .mapToObj(row -> probability(unbounded, examples.get(row), scores[row]))
                .toList();
        List<ThresholdSearch.Row> rows = rows(unbounded, probabilities);
        List<Threshold> thresholds = new ArrayList<>();
        for (double share : SHARES) {
            Threshold before = thresholds.isEmpty() ? ThresholdSearch.none() : thresholds.getLast();
            thresholds.add(new ThresholdSearch(rows, share).best(before));
        }
        return new Result(new TextCalibration(verifier, likelihood, unbounded.certainties(),
                regions.unsettling(), unbounded.domain(), thresholds), probabilities);
    }

    /** That an image is reused rightly: 0 where it never is. */
    private static double probability(TextCalibration calibration, Example example, double score) {
        if (example.vetoed()) {
            return 0;
        }
        double certain = calibration.certain(example.evidence()).orElse(0);
        return calibration.isInDomain(example.evidence())
                ? Math.max(calibration.likelihood().probability(score), certain)
                : certain;
    }

    private Map<String, Double> domain() {
        Map<String, Double> domain = new TreeMap<>();
        for (String feature : regions.bounding()) {
            double[] values = examples.stream()
                    .mapToDouble(example -> example.evidence().feature(feature).orElseThrow())
                    .sorted()
                    .toArray();
            domain.put(feature, values[(int) (COVERED * (values.length - 1))]);
        }
        return domain;
    }

    private List<TextCalibration.Certainty> certainties() {
        return regions.certain()
                .stream()
                .flatMap(feature -> certainty(feature).stream()
                        .mapToObj(probability -> new TextCalibration.Certainty(feature, probability)))
                .toList();
    }

    /** The lower end of the 95 % interval; pairs that are there in both directions count once. */
    private OptionalDouble certainty(String feature) {
        Map<Set<String>, Boolean> once = new HashMap<>();
        examples.stream()
                .filter(example -> !example.vetoed() && example.evidence().feature(feature).orElse(0) > 0)
                .map(Example::pair)
                .forEach(pair -> once.merge(new HashSet<>(List.of(pair.asked(), pair.stored())), pair.same(),
                        Boolean::logicalAnd));
        long same = once.values().stream().filter(right -> right).count();
        return once.size() < FEWEST_CERTAIN
                ? OptionalDouble.empty()
                : OptionalDouble.of(new Share(same, once.size()).lower());
    }

    private List<TextCalibration.Point> curve(double[] scores) {
        int[] rows = IntStream.range(0, right.length).filter(row -> !examples.get(row).vetoed()).toArray();
        boolean[] labels = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            labels[i] = right[rows[i]];
        }
        return Isotonic.curve(IntStream.of(rows).mapToDouble(row -> scores[row]).toArray(), labels,
                IntStream.of(rows).mapToDouble(row -> weights[row]).toArray());
    }

    /** The examples that were fitted on: every pair as often as it was copied. */
    public List<Example> examples() {
        return examples;
    }

    /** How many pairs were fitted on; the first examples are one copy of each. */
    public int pairCount() {
        return examples.size() / copies;
    }

    private MonotoneLogistic.Fit fitWithout(int part) {
        int[] rows = IntStream.range(0, right.length)
                .filter(row -> parts[row] != part && !examples.get(row).vetoed())
                .toArray();
        double[][] some = new double[columns.length][];
        for (int column = 0; column < columns.length; column++) {
            double[] all = columns[column];
            some[column] = IntStream.of(rows).mapToDouble(row -> all[row]).toArray();
        }
        boolean[] labels = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            labels[i] = right[rows[i]];
        }
        return MonotoneLogistic.fit(some, labels, IntStream.of(rows).mapToDouble(row -> weights[row]).toArray(),
                effects, PENALTY);
    }

    private double score(MonotoneLogistic.Fit fit, int row) {
        double score = fit.bias();
        for (int column = 0; column < columns.length; column++) {
            score += fit.weights().get(column) * columns[column][row];
        }
        return score;
    }

    private static OptionalDouble verifier(Evidence evidence) {
        return evidence.feature(TextCalibration.VERIFIER);
    }

    private static Example noisy(Example example, double noise, Random random) {
        double odds = verifier(example.evidence()).orElseThrow() + noise * random.nextGaussian();
        return new Example(example.pair(), example.evidence().with(TextCalibration.VERIFIER, odds), example.vetoed());
    }

    private List<Term> terms() {
        List<Term> all = new ArrayList<>();
        for (int i = 1; i < VERIFIER_KNOTS.length; i++) {
            add(all, TextCalibration.VERIFIER, Effect.FOR, VERIFIER_KNOTS[i - 1], VERIFIER_KNOTS[i]);
        }
        for (Feature feature : features) {
            double most = examples.stream()
                    .mapToDouble(example -> example.evidence().feature(feature.name()).orElse(0))
                    .max()
                    .orElse(0);
            double[] knots = most <= 1
                    ? new double[]{0, 0.1, 1}
                    : most <= 12 ? new double[]{0, 1, 3} : new double[]{0, 10, 30};
            for (int i = 1; i < knots.length; i++) {
                add(all, feature.name(), feature.effect(), knots[i - 1], knots[i]);
            }
        }
        return all;
    }

    private void add(List<Term> all, String feature, Effect effect, double from, double to) {
        all.add(new Term(feature, from, to, 1));
        effects.add(effect);
    }

    private void fill() {
        for (int row = 0; row < examples.size(); row++) {
            Example example = examples.get(row);
            right[row] = example.pair().same();
            weights[row] = 1.0 / copies;
            for (int column = 0; column < columns.length; column++) {
                Term term = terms.get(column);
                columns[column][row] = term.basis(example.evidence().feature(term.feature()).orElseThrow());
            }
        }
    }

    private List<ThresholdSearch.Row> rows(TextCalibration calibration, List<Double> probabilities) {
        return IntStream.range(0, examples.size())
                .mapToObj(row -> new ThresholdSearch.Row(examples.get(row).pair().kind(), right[row],
                        calibration.isUnsettled(examples.get(row).evidence()), probabilities.get(row)))
                .toList();
    }
}
