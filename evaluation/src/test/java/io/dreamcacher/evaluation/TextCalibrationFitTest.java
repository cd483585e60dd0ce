package io.dreamcacher.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.evaluation.TextCalibrationFit.Example;
import io.dreamcacher.evaluation.TextCalibrationFit.Result;
import io.dreamcacher.reuse.Evidence;
import io.dreamcacher.reuse.PromptComparer.Effect;
import io.dreamcacher.reuse.PromptComparer.Feature;
import io.dreamcacher.reuse.Share;
import io.dreamcacher.reuse.TextCalibration;
import io.dreamcacher.reuse.TextCalibration.Threshold;
import io.dreamcacher.reuse.Verifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextCalibrationFitTest {
    private static final Verifier.Description VERIFIER = new Verifier.Description("made", "0".repeat(64));
    private static final List<Feature> FEATURES = List.of(new Feature("useful", Effect.AGAINST),
            new Feature("useless", Effect.EITHER), new Feature("odd", Effect.FOR));
    private static final TextCalibrationFit.Regions REGIONS = new TextCalibrationFit.Regions(List.of("sure"),
            List.of(), List.of("useless"));
    private static final long SEED = 9;

    private final Random random = new Random(21);
    private final List<Example> examples = new ArrayList<>();

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            double odds = 3 * random.nextGaussian();
            double useful = random.nextInt(2);
            double useless = random.nextInt(2);
            boolean same = random.nextDouble() < probability(odds - 3 * useful);
            examples.add(new Example(pair("asked " + examples.size(), "stored " + examples.size(), same),
                    evidence(odds, useful, useless, 0), false));
        }
    }

    private static LabelledPair pair(String asked, String stored, boolean same) {
        return new LabelledPair(asked, stored, same, "made");
    }

    private static Evidence evidence(double odds, double useful, double useless, double odd) {
        return new Evidence(
                Map.of(TextCalibration.VERIFIER, odds, "useful", useful, "useless", useless, "odd", odd));
    }

    private static double probability(double odds) {
        return 1 / (1 + Math.exp(-odds));
    }

    private TextCalibrationFit fit(double noise) {
        return new TextCalibrationFit(examples, FEATURES, REGIONS, pair -> noise, SEED);
    }

    /** What a feature of 1 adds to the score. */
    private static double effect(TextCalibration calibration, String feature) {
        return calibration.likelihood()
                .terms()
                .stream()
                .filter(term -> term.feature().equals(feature))
                .mapToDouble(term -> term.weight() * term.basis(1))
                .sum();
    }

    @Test
    void fit_usefulAndUselessFeature_areWeighedAccordingly() {
        add(6000);

        TextCalibration calibration = fit(0).fit(VERIFIER).calibration();

        assertThat(effect(calibration, "useful")).isCloseTo(-3, within(0.5));
        assertThat(effect(calibration, "useless")).isCloseTo(0, within(0.25));
        assertThat(calibration.likelihood().terms()).extracting(TextCalibration.Term::feature).doesNotContain("odd");
        assertThat(calibration.likelihood().terms()).filteredOn(term -> term.feature().equals(TextCalibration.VERIFIER))
                .isNotEmpty()
                .allSatisfy(term -> assertThat(term.weight()).isPositive());
        assertThat(calibration.verifier()).isEqualTo(VERIFIER);
    }

    @Test
    void fit_probabilities_areShares() {
        add(6000);

        Result result = fit(0).fit(VERIFIER);

        List<Integer> rising = IntStream.range(0, examples.size())
                .boxed()
                .sorted(Comparator.comparing(row -> result.probabilities().get(row)))
                .toList();
        for (int from = 0; from < rising.size(); from += 1000) {
            List<Integer> some = rising.subList(from, from + 1000);
            double said = some.stream().mapToDouble(row -> result.probabilities().get(row)).average().orElseThrow();
            double share = some.stream().filter(row -> examples.get(row).pair().same()).count() / 1000.0;
            assertThat(said).isCloseTo(share, within(0.05));
        }
    }

    /**
     * One family alone has an odd feature, and is always right. Fitted on all, the feature speaks for reuse; fits that did not
     * see the family know nothing of it and call its pairs even. Pairs of as many families vouch for each other.
     */
    @Test
    void fit_probabilitiesOfAFamily_areByAFitThatDidNotSeeIt() {
        add(6000);
        List<Example> others = List.copyOf(examples);
        addOdd("the one family");
        Result oneFamily = fit(0).fit(VERIFIER);
        examples.clear();
        examples.addAll(others);
        addOdd("a family");
        Result manyFamilies = fit(0).fit(VERIFIER);

        assertThat(effect(oneFamily.calibration(), "odd")).isGreaterThan(1);
        assertThat(oneFamily.probabilities().subList(6000, 6060))
                .allSatisfy(probability -> assertThat(probability).isLessThan(0.75));
        assertThat(manyFamilies.probabilities().subList(6000, 6060))
                .allSatisfy(probability -> assertThat(probability).isGreaterThan(0.78));
    }

    private void addOdd(String asked) {
        for (int i = 0; i < 60; i++) {
            String own = asked.equals("a family") ? " " + i : "";
            examples.add(new Example(pair(asked + own, "its member " + i, true), evidence(0, 0, 0, 1), false));
        }
    }

    @Test
    void fit_budgets_ascendAndAskLessOfLargerOnes() {
        add(6000);

        List<Threshold> budgets = fit(0).fit(VERIFIER).calibration().budgets();

        assertThat(budgets).isSortedAccordingTo(Comparator.comparingDouble(Threshold::share)).hasSizeGreaterThan(5);
        assertThat(budgets).isSortedAccordingTo(Comparator.comparingDouble(Threshold::settled).reversed());
        assertThat(budgets.getLast().settled()).isLessThan(1);
    }

    @Test
    void fit_featureOfRightPairsOnly_decidesByItself() {
        add(1000);
        for (int i = 0; i < 100; i++) {
            Evidence sure = evidence(-6, 1, 0, 0).with("sure", 1);
            examples.add(new Example(pair("asked so " + i, "stored so " + i, true), sure, false));
            examples.add(new Example(pair("stored so " + i, "asked so " + i, true), sure, false));
        }

        TextCalibration calibration = fit(0).fit(VERIFIER).calibration();

        assertThat(calibration.certainties()).hasSize(1);
        assertThat(calibration.certainties().getFirst().probability()).isCloseTo(new Share(100, 100).lower(),
                within(1e-12));
        assertThat(calibration.probability(evidence(-6, 1, 0, 0).with("sure", 1)).orElseThrow()).isGreaterThan(0.9);
        assertThat(calibration.probability(evidence(-6, 1, 0, 0)).orElseThrow()).isLessThan(0.9);
    }

    @Test
    void fit_featureOfFewPairs_decidesNothing() {
        add(1000);
        examples.add(new Example(pair("once", "only", true), evidence(-6, 1, 0, 0).with("sure", 1), false));

        assertThat(fit(0).fit(VERIFIER).calibration().certainties()).isEmpty();
    }

    @Test
    void fit_sameSeed_isTheSame() {
        add(500);

        assertThat(fit(1.5).fit(VERIFIER)).isEqualTo(fit(1.5).fit(VERIFIER));
        assertThat(new TextCalibrationFit(examples, FEATURES, REGIONS, pair -> 1.5, SEED + 1).fit(VERIFIER))
                .isNotEqualTo(fit(1.5).fit(VERIFIER));
    }

    @Test
    void fit_noisyVerifier_isTrustedLess() {
        add(3000);

        double without = effectOfVerifier(fit(0).fit(VERIFIER).calibration());
        double with = effectOfVerifier(fit(4).fit(VERIFIER).calibration());

        assertThat(with).isPositive().isLessThan(0.8 * without);
    }

    private static double effectOfVerifier(TextCalibration calibration) {
        return calibration.likelihood()
                .terms()
                .stream()
                .filter(term -> term.feature().equals(TextCalibration.VERIFIER))
                .mapToDouble(term -> term.weight() * (term.basis(3) - term.basis(-3)))
                .sum();
    }

    @Test
    void examples_withoutAVerdict_areLeftOut() {
        add(10);
        examples.add(new Example(pair("cut", "cut too", true),
                new Evidence(Map.of("useful", 0.0, "useless", 0.0, "odd", 0.0)), false));

        assertThat(fit(0).examples()).isEqualTo(examples.subList(0, 10));
        assertThat(fit(1).examples()).hasSize(30);
    }

    @Test
    void fit_vetoedPairs_doNotCount() {
        add(3000);
        Result without = fit(0).fit(VERIFIER);
        for (int i = 0; i < 500; i++) {
            examples.add(new Example(pair("v" + i, "w" + i, i % 2 == 0), evidence(6, 0, 1, 1), true));
        }

        Result with = fit(0).fit(VERIFIER);

        assertThat(with.calibration().likelihood().terms()).isEqualTo(without.calibration().likelihood().terms());
        assertThat(with.calibration().likelihood().curve()).isEqualTo(without.calibration().likelihood().curve());
    }

    /** However sure the rest would be of them, the guard keeps vetoed pairs from being reused, right or wrong. */
    @Test
    void fit_vetoedPairs_areReusedByNoThreshold() {
        add(3000);
        for (int i = 0; i < 500; i++) {
            examples.add(new Example(pair("v" + i, "w" + i, i % 2 == 0), evidence(9, 0, 1, 1), true));
        }

        TextCalibrationFit fit = fit(0);
        Result result = fit.fit(VERIFIER);

        assertThat(fit.pairCount()).isEqualTo(3500);
        assertThat(result.probabilities().subList(3000, 3500)).containsOnly(0.0);
        assertThat(result.probabilities().subList(0, 3000)).anySatisfy(p -> assertThat(p).isGreaterThan(0.9));
    }

    @Test
    void fit_domain_endsWhereHardlyAnyPairWas() {
        add(600);

        Map<String, Double> domain = fit(0).fit(VERIFIER).calibration().domain();
        double[] values = examples.stream()
                .mapToDouble(example -> example.evidence().feature("useless").orElseThrow())
                .sorted()
                .toArray();

        assertThat(domain).isEqualTo(Map.of("useless", values[(int) (0.99 * (values.length - 1))]));
    }
}
