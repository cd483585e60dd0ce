package io.dreamcacher.evaluation;

import io.dreamcacher.gate.Calibration;
import io.dreamcacher.gate.Contrast;
import io.dreamcacher.gate.ImageEvidence;
import io.dreamcacher.reuse.Evidence;
import io.dreamcacher.reuse.Likelihood;
import io.dreamcacher.reuse.PromptComparer.Effect;
import io.dreamcacher.reuse.PromptComparer.Feature;
import io.dreamcacher.reuse.Share;
import io.dreamcacher.reuse.TextCalibration.Point;
import io.dreamcacher.reuse.TextCalibration.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Fits how likely a remembered image of one model answers, on labelled pairs of an asked prompt and an image: logistic, monotone in
 * each feature, isotonic at the end, cross-validated by families of prompts, with a threshold for each budget by the interval of
 * Clopper and Pearson. A signal that these images show to be chance does not count.
 */
public final class ModelCalibrationFit {
    /** Fewer pairs of either label say nothing. */
    public static final int LEAST_PAIRS = 50;

    private static final int PARTS = 5;
    private static final double PENALTY = 1;
    private static final double[] QUANTILES = {0, 0.1, 0.5, 0.9, 1};

    /** Least distance of two knots, of the whole range. */
    private static final double APART = 0.03;
    private static final double[] SHARES = {0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5};

    /** A contrast is heard where less of its pairs would be reused, by the upper end of the interval. */
    private static final double UNHEARD = 0.1;

    /** Share of right pairs whose image may be turned down for not showing what is asked. */
    private static final double LEAST_IMAGE = 0.01;

    private static final double USUAL_BUDGET = 0.01;

    /** Share of right reuses that the prompts' words must add to count. */
    private static final double WORTH = 0.005;

    private final List<Example> all;
    private final List<Example> fitted;
    private final List<Feature> words;

    /**
     * A labelled pair and what was seen of it.
     *
     * @param pair the pair, with its families
     * @param evidence about it and an image of its stored prompt
     * @param vetoed whether it is never reused, whatever the evidence says
     */
    public record Example(GroupedPair pair, Evidence evidence, boolean vetoed) {
        boolean right() {
            return pair.pair().same();
        }

        String kind() {
            return pair.pair().kind();
        }

        private boolean isOf(int part) {
            return pair.families().stream().anyMatch(family -> Families.part(family, PARTS) == part);
        }

        /** Whether it is not fitted on: it only tells what the model hears. */
        public boolean isProbe() {
            return pair.probe();
        }

        private boolean isFitted() {
            return !isProbe() && contrasts().isEmpty();
        }

        private List<String> contrasts() {
            return Contrast.between(pair.pair().asked(), pair.pair().stored()).toList();
        }
    }

    /**
     * A fit and how it did on families it did not see.
     *
     * @param fit on all pairs
     * @param domain of it
     * @param signals each feature by itself
     * @param probabilities of each example in its order, by a fit that did not see its families; 0 of what is vetoed or outside
     *        the domain
     */
    public record Result(Calibration.Fit fit, Calibration.Domain domain, List<Signal> signals,
            List<Double> probabilities) {}

    /**
     * How well a feature by itself tells right pairs from wrong ones that nothing vetoes.
     *
     * @param name of the feature
     * @param area under its ROC curve, 0.5 by chance
     * @param lower end of the 95 % interval, by families
     * @param upper end of it
     */
    public record Signal(String name, double area, double lower, double upper) {
        /** Whether it may be chance. */
        public boolean isChance() {
            return lower <= 0.5;
        }
    }

    /**
     * Prepares a fit.
     *
     * @param examples pairs; those that contrast what a model may not hear only tell whether it does
     * @param words features of the prompts' words that may count beside what is seen
     */
    public ModelCalibrationFit(List<Example> examples, List<Feature> words) {
        this.all = List.copyOf(examples);
        this.fitted = examples.stream().filter(Example::isFitted).toList();
        this.words = List.copyOf(words);
    }

    /** Whether there is enough to fit on. */
    public boolean isPossible() {
        return Math.min(count(true), count(false)) >= LEAST_PAIRS;
    }

    /** Pairs of one label that can be fitted on. */
    public long count(boolean right) {
        return fitted.stream().filter(example -> example.right() == right && !example.vetoed()).count();
    }

    /** Fits, and measures the fit; {@link #isPossible} must hold. Words count where more right pairs are reused with them. */
    public Result fit() {
        List<Signal> signals = ImageEvidence.features().stream().map(this::signal).toList();
        List<Feature> seen = IntStream.range(0, signals.size())
                .filter(place -> !signals.get(place).isChance())
                .mapToObj(ImageEvidence.features()::get)
                .toList();
        Attempt bySight = new Attempt(seen);
        Attempt best = bySight;
        if (!words.isEmpty()) {
            Attempt withWords = new Attempt(Stream.concat(seen.stream(), words.stream()).toList());
            best = withWords.reused() > bySight.reused() * (1 + WORTH) ? withWords : bySight;
        }
        Calibration.Fit fit = new Calibration.Fit(best.likelihood, best.budgets, leastImage(), typical());
        return new Result(fit, domain(fit, best.probabilities), signals, all(best.probabilities));
    }

    /** A fit of some features, and how it does on families it did not see. */
    private final class Attempt {
        private final Likelihood likelihood;
        private final double[] probabilities;
        private final List<Calibration.Threshold> budgets = new ArrayList<>();

        Attempt(List<Feature> features) {
            Weighing weighing = new Weighing(fitted, features);
            double[] scores = new double[fitted.size()];
            for (int part = 0; part < PARTS; part++) {
                MonotoneLogistic.Fit fit = weighing.fitWithout(part);
                for (int row = 0; row < scores.length; row++) {
                    scores[row] = fitted.get(row).isOf(part) ? weighing.score(fit, row) : scores[row];
                }
            }
            MonotoneLogistic.Fit whole = weighing.fitWithout(PARTS);
            likelihood = new Likelihood(whole.bias(), weighing.weighted(whole), weighing.curve(scores));
            probabilities = IntStream.range(0, scores.length)
                    .mapToDouble(row -> fitted.get(row).vetoed() ? 0 : likelihood.probability(scores[row]))
                    .toArray();
            for (double share : SHARES) {
                double before = budgets.isEmpty() ? 1 : budgets.getLast().probability();
                new ReuseThreshold(fitted, probabilities, share).atMost(before)
                        .ifPresent(least -> budgets.add(new Calibration.Threshold(share, least)));
            }
        }

        /** Right pairs reused at the usual budget, or the next larger one that can be kept. */
        long reused() {
            OptionalDouble least = budgets.stream()
                    .filter(threshold -> threshold.share() >= USUAL_BUDGET)
                    .mapToDouble(Calibration.Threshold::probability)
                    .findFirst();
            return least.isEmpty()
                    ? 0
                    : IntStream.range(0, probabilities.length)
                            .filter(row -> fitted.get(row).right() && probabilities[row] >= least.getAsDouble())
                            .count();
        }
    }

    /** Of all examples in their order, though not all are fitted on. */
    private List<Double> all(double[] probabilities) {
        Iterator<Double> known = Arrays.stream(probabilities).iterator();
        return all.stream().map(example -> example.isFitted() ? known.next() : 0.0).toList();
    }

    private Signal signal(Feature feature) {
        List<Example> unvetoed = fitted.stream().filter(example -> !example.vetoed()).toList();
        double sign = feature.effect() == Effect.AGAINST ? -1 : 1;
        return RocArea.byFamilies(feature.name(), unvetoed,
                example -> sign * example.evidence().feature(feature.name()).orElse(0));
    }

    private double leastImage() {
        double[] images = fitted.stream()
                .filter(example -> example.right() && !example.vetoed())
                .map(example -> example.evidence().feature(ImageEvidence.IMAGE))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .sorted()
                .toArray();
        return images.length == 0 ? -1 : images[(int) (LEAST_IMAGE * images.length)];
    }

    /** Least squares through the cosines of asked prompts, and of each image's own. */
    private Calibration.Typical typical() {
        double n = 0;
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        for (Example example : fitted) {
            Evidence seen = example.evidence();
            double image = seen.feature(ImageEvidence.IMAGE).orElse(0);
            double[][] points = {{seen.feature(ImageEvidence.TEXTS).orElse(0), image},
                    {1, image + seen.feature(ImageEvidence.IMAGE_LESS).orElse(0)}};
            for (double[] point : points) {
                n++;
                x += point[0];
                y += point[1];
                xx += point[0] * point[0];
                xy += point[0] * point[1];
            }
        }
        double spread = n * xx - x * x;
        double slope = spread > 0 ? Math.max(0, (n * xy - x * y) / spread) : 0;
        return new Calibration.Typical((y - slope * x) / n, slope);
    }

    private Calibration.Domain domain(Calibration.Fit fit, double[] probabilities) {
        double least = fit.budgets()
                .stream()
                .filter(threshold -> threshold.share() <= USUAL_BUDGET)
                .mapToDouble(Calibration.Threshold::probability)
                .reduce((less, more) -> more)
                .orElse(1);
        Set<String> words = holdsForNewWords(probabilities, least)
                ? Set.of()
                : Calibration.Domain.wordsOf(fitted.stream()
                        .flatMap(example -> Stream.of(example.pair().pair().asked(), example.pair().pair().stored()))
                        .toList());
        return new Calibration.Domain(words, unheard(fit, least));
    }

    /** Whether pairs with words that their fit did not see are decided as well as others, and there are enough to tell. */
    private boolean holdsForNewWords(double[] probabilities, double least) {
        List<Set<String>> seen = IntStream.range(0, PARTS)
                .mapToObj(part -> Calibration.Domain.wordsOf(fitted.stream()
                        .filter(example -> !example.isOf(part))
                        .flatMap(example -> Stream.of(example.pair().pair().asked(), example.pair().pair().stored()))
                        .toList()))
                .toList();
        long[] wrong = new long[2];
        for (int row = 0; row < probabilities.length; row++) {
            Example example = fitted.get(row);
            boolean unseen = IntStream.range(0, PARTS)
                    .filter(example::isOf)
                    .anyMatch(part -> !seen.get(part)
                            .containsAll(Calibration.Domain
                                    .wordsOf(List.of(example.pair().pair().asked(), example.pair().pair().stored()))));
            if (unseen && !example.right() && !example.vetoed()) {
                wrong[0] += probabilities[row] >= least ? 1 : 0;
                wrong[1]++;
            }
        }
        return new Share(wrong[0], wrong[1]).upper() <= 3 * USUAL_BUDGET;
    }

    private Set<String> unheard(Calibration.Fit fit, double least) {
        Map<String, Share> counts = new TreeMap<>();
        Contrast.names().forEach(name -> counts.put(name, new Share(0, 0)));
        for (Example example : all) {
            if (example.isProbe()) {
                long reused = fit.likelihood().probability(example.evidence()).orElse(0) >= least ? 1 : 0;
                example.contrasts()
                        .forEach(name -> counts.merge(name, new Share(reused, 1),
                                (one, other) -> new Share(one.count() + other.count(), one.all() + other.all())));
            }
        }
        Set<String> unheard = new HashSet<>();
        counts.forEach((name, count) -> {
            if (count.upper() > UNHEARD) {
                unheard.add(name);
            }
        });
        return unheard;
    }

    /** Terms of the features, and the examples as rows of numbers. */
    private static final class Weighing {
        private final List<Example> examples;
        private final List<Term> terms = new ArrayList<>();
        private final List<Effect> effects = new ArrayList<>();
        private final double[][] columns;

        Weighing(List<Example> examples, List<Feature> features) {
            this.examples = examples;
            features.forEach(this::addTerms);
            this.columns = new double[terms.size()][examples.size()];
            for (int column = 0; column < columns.length; column++) {
                Term term = terms.get(column);
                for (int row = 0; row < examples.size(); row++) {
                    columns[column][row] = term.basis(value(examples.get(row), term.feature()))
                            / (term.to() - term.from());
                }
            }
        }

        private static double value(Example example, String feature) {
            return example.evidence().feature(feature).orElseThrow();
        }

        /** Between quantiles of right and of unvetoed wrong pairs. */
        private void addTerms(Feature feature) {
            double[] knots = Stream.of(true, false)
                    .flatMapToDouble(right -> quantiles(examples.stream()
                            .filter(example -> example.right() == right && !example.vetoed())
                            .mapToDouble(example -> value(example, feature.name()))
                            .sorted()
                            .toArray()))
                    .sorted()
                    .distinct()
                    .toArray();
            double least = APART * (knots[knots.length - 1] - knots[0]);
            double from = knots[0];
            for (int i = 1; i < knots.length; i++) {
                boolean last = i == knots.length - 1;
                if (knots[i] > from
                        && (last || (knots[i] - from >= least && knots[knots.length - 1] - knots[i] >= least))) {
                    terms.add(new Term(feature.name(), from, knots[i], 1));
                    effects.add(feature.effect());
                    from = knots[i];
                }
            }
        }

        private static DoubleStream quantiles(double[] ascending) {
            return Arrays.stream(QUANTILES).map(share -> ascending[(int) (share * (ascending.length - 1))]);
        }

        MonotoneLogistic.Fit fitWithout(int part) {
            int[] rows = rows(example -> !example.isOf(part) && !example.vetoed());
            double[][] some = new double[columns.length][];
            for (int column = 0; column < columns.length; column++) {
                double[] whole = columns[column];
                some[column] = IntStream.of(rows).mapToDouble(row -> whole[row]).toArray();
            }
            double[] weights = new double[rows.length];
            Arrays.fill(weights, 1);
            return MonotoneLogistic.fit(some, labels(rows), weights, effects, PENALTY);
        }

        double score(MonotoneLogistic.Fit fit, int row) {
            double score = fit.bias();
            for (int column = 0; column < columns.length; column++) {
                score += fit.weights().get(column) * columns[column][row];
            }
            return score;
        }

        List<Term> weighted(MonotoneLogistic.Fit fit) {
            return IntStream.range(0, terms.size())
                    .filter(place -> fit.weights().get(place) != 0)
                    .mapToObj(place -> {
                        Term term = terms.get(place);
                        return new Term(term.feature(), term.from(), term.to(),
                                fit.weights().get(place) / (term.to() - term.from()));
                    })
                    .toList();
        }

        List<Point> curve(double[] scores) {
            int[] rows = rows(example -> !example.vetoed());
            double[] weights = new double[rows.length];
            Arrays.fill(weights, 1);
            return Isotonic.curve(IntStream.of(rows).mapToDouble(row -> scores[row]).toArray(), labels(rows), weights);
        }

        private int[] rows(Predicate<Example> which) {
            return IntStream.range(0, examples.size()).filter(row -> which.test(examples.get(row))).toArray();
        }

        private boolean[] labels(int[] rows) {
            boolean[] labels = new boolean[rows.length];
            for (int i = 0; i < rows.length; i++) {
                labels[i] = examples.get(rows[i]).right();
            }
            return labels;
        }
    }
}
