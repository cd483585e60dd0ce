package io.dreamcacher.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.evaluation.ModelCalibrationFit.Example;
import io.dreamcacher.gate.Calibration;
import io.dreamcacher.gate.ImageEvidence;
import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.Evidence;
import io.dreamcacher.reuse.Share;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ModelCalibrationFitTest {
    private static final int FAMILIES = 200;

    private final Random random = new Random(3);

    /** Right pairs are nearer by so many standard deviations in what is informative; all else is chance. */
    private List<Example> examples(double apart, String... informative) {
        List<Example> examples = new ArrayList<>();
        for (int family = 0; family < FAMILIES; family++) {
            for (int i = 0; i < 8; i++) {
                boolean right = i < 3;
                examples.add(example("%s %d asked".formatted(word(family), i), "%s stored".formatted(word(family)),
                        right,
                        right ? "paraphrase" : "near miss", evidence(right, apart, Set.of(informative)), family));
            }
        }
        return examples;
    }

    /** Of letters alone. */
    private static String word(int family) {
        return "w" + (char) ('a' + family / 20) + (char) ('a' + family % 20);
    }

    private static Example example(String asked, String stored, boolean right, String kind, Evidence evidence,
            int family) {
        return new Example(new GroupedPair(new LabelledPair(asked, stored, right, kind), Set.of("f" + family)),
                evidence,
                false);
    }

    private Evidence evidence(boolean right, double apart, Set<String> informative) {
        Map<String, Double> values = new HashMap<>();
        ImageEvidence.features().forEach(feature -> {
            double sign = feature.name().endsWith("less") ? -1 : 1;
            double shift = right && informative.contains(feature.name()) ? apart : 0;
            values.put(feature.name(), sign * 0.1 * (random.nextGaussian() + shift));
        });
        values.put(ImageEvidence.TEXTS, random.nextDouble());
        return new Evidence(values);
    }

    @Test
    void fit_signalAtChance_isSaidAndNotCounted() {
        ModelCalibrationFit.Result result = new ModelCalibrationFit(
                examples(8, ImageEvidence.PROMPTS, ImageEvidence.IMAGE_LESS), List.of()).fit();

        assertThat(result.signals()).filteredOn(signal -> !signal.isChance())
                .extracting(ModelCalibrationFit.Signal::name)
                .contains(ImageEvidence.PROMPTS, ImageEvidence.IMAGE_LESS)
                .hasSizeLessThan(ImageEvidence.features().size());
        result.signals()
                .stream()
                .filter(ModelCalibrationFit.Signal::isChance)
                .forEach(signal -> assertThat(
                        result.fit().likelihood().terms()).noneMatch(term -> term.feature().equals(signal.name())));
    }

    @Test
    void fit_wellSeparated_keepsTheBudgetOnFamiliesItDidNotSee() {
        List<Example> examples = examples(8, ImageEvidence.PROMPTS);
        ModelCalibrationFit.Result result = new ModelCalibrationFit(examples, List.of()).fit();
        double needed = result.fit().needed(ErrorBudget.USUAL).orElseThrow();

        long right = 0;
        long wrong = 0;
        for (int row = 0; row < examples.size(); row++) {
            boolean reused = result.probabilities().get(row) >= needed;
            right += reused && examples.get(row).right() ? 1 : 0;
            wrong += reused && !examples.get(row).right() ? 1 : 0;
        }
        assertThat(new Share(wrong, wrong + right).upper()).isLessThanOrEqualTo(0.01);
        assertThat(right).isGreaterThan(FAMILIES * 3 * 95 / 100);
    }

    @Test
    void fit_moreOfAFeature_neverMakesReuseLessLikely() {
        ModelCalibrationFit.Result result = new ModelCalibrationFit(examples(2, ImageEvidence.PROMPTS,
                ImageEvidence.PHRASES), List.of()).fit();
        Evidence some = evidence(true, 1, Set.of());

        double before = 0;
        for (double cosine = -1; cosine <= 1; cosine += 0.01) {
            double now = result.fit()
                    .likelihood()
                    .probability(some.with(ImageEvidence.PROMPTS, cosine))
                    .orElseThrow();
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
    }

    @Test
    void fit_nothingTells_keepsNoSmallBudget() {
        ModelCalibrationFit.Result result = new ModelCalibrationFit(examples(0), List.of()).fit();

        assertThat(result.fit().needed(new ErrorBudget(0.05))).isEmpty();
    }

    /** Every family has a word of its own here, so that each was decided by a fit that did not know it. */
    @Test
    void domain_newWordsDecidedAsWell_holdsForAny() {
        assertThat(new ModelCalibrationFit(examples(8, ImageEvidence.PROMPTS), List.of()).fit().domain().words())
                .isEmpty();
    }

    @Test
    void domain_noNewWordsMeasured_holdsForKnownOnes() {
        List<Example> same = examples(8, ImageEvidence.PROMPTS).stream()
                .map(example -> example("a crimson " + example.pair().pair().asked().replaceAll("\\D", ""), "red boat",
                        example.right(), example.kind(), example.evidence(),
                        Integer.parseInt(example.pair().families().iterator().next().substring(1))))
                .toList();

        assertThat(new ModelCalibrationFit(same, List.of()).fit().domain().words()).contains("red", "boat")
                .doesNotContain("wolf");
    }

    @Test
    void domain_contrastsThatLookLikeTheSame_areNotHeard() {
        List<Example> examples = new ArrayList<>(examples(8, ImageEvidence.PROMPTS));
        for (int i = 0; i < 60; i++) {
            examples.add(probe("a photo of a cat", "a painting of a cat",
                    evidence(true, 8, Set.of(ImageEvidence.PROMPTS)), i));
            examples.add(probe("a man", "a woman", evidence(false, 8, Set.of()), i));
        }

        Calibration.Domain domain = new ModelCalibrationFit(examples, List.of()).fit().domain();

        assertThat(domain.unheard()).contains("medium", "age").doesNotContain("sex");
    }

    private static Example probe(String asked, String stored, Evidence evidence, int family) {
        return new Example(GroupedPair.of(new LabelledPair(asked, stored, false, "contrast"), "f" + family), evidence,
                false);
    }

    @Test
    void isPossible_tooFewOrOneSided_isNot() {
        List<Example> all = examples(8, ImageEvidence.PROMPTS);

        assertThat(new ModelCalibrationFit(all, List.of()).isPossible()).isTrue();
        assertThat(new ModelCalibrationFit(all.subList(0, 40), List.of()).isPossible()).isFalse();
        assertThat(new ModelCalibrationFit(all.stream().filter(Example::right).toList(), List.of()).isPossible())
                .isFalse();
        assertThat(new ModelCalibrationFit(List.of(), List.of()).isPossible()).isFalse();
    }
}
