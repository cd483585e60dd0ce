package io.dreamcacher.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.evaluation.ReuseEvaluation.Counts;
import io.dreamcacher.evaluation.ReuseEvaluation.Curve;
import io.dreamcacher.evaluation.ReuseEvaluation.Observation;
import io.dreamcacher.evaluation.ReuseEvaluation.Point;
import io.dreamcacher.evaluation.ReuseEvaluation.Rule;
import io.dreamcacher.reuse.Share;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReuseEvaluationTest {
    private static Observation seen(boolean same, String kind, boolean reused, double probability, double similarity) {
        return new Observation(new LabelledPair("a cat", "a dog", same, kind), reused, probability, similarity);
    }

    private static Observation words(String asked, String stored) {
        return new Observation(new LabelledPair(asked, stored, true, "words"), false, 0, 0);
    }

    private static Counts counts(long wrong, long ofWrong, long right, long ofRight) {
        return new Counts(new Share(wrong, ofWrong), new Share(right, ofRight));
    }

    private final ReuseEvaluation four = ReuseEvaluation.of(List.of(seen(true, "swap", true, 0.9, 0.95),
            seen(false, "swap", true, 0.8, 0.85), seen(true, "object", false, 0.7, 0.8),
            seen(false, "object", false, 0, 0.7999)));

    @Test
    void decision_countsByKind_sortedByName() {
        Rule decision = four.decision();

        assertThat(decision.total()).isEqualTo(counts(1, 2, 1, 2));
        assertThat(decision.kinds().sequencedKeySet()).containsExactly("object", "swap");
        assertThat(decision.kinds()).containsEntry("object", counts(0, 1, 0, 1))
                .containsEntry("swap",
                        counts(1, 1, 1, 1));
        assertThat(decision.total().precision()).isEqualTo(0.5);
        assertThat(decision.total().hitRatio()).isEqualTo(0.5);
        assertThat(counts(0, 1, 0, 1).precision()).isNaN();
    }

    @Test
    void rules_cosines_reuseWhatReachesThem() {
        assertThat(four.rules()).extracting(Rule::name)
                .containsExactly("decision", "cosine 0.80", "cosine 0.85", "cosine 0.95", "same words");
        assertThat(four.rules()).extracting(Rule::total)
                .containsExactly(counts(1, 2, 1, 2), counts(1, 2, 2, 2), counts(1, 2, 1, 2), counts(0, 2, 1, 2),
                        counts(0, 2, 0, 2));
    }

    @Test
    void rules_sameWords_lookPastCaseOrderAndPunctuation() {
        ReuseEvaluation evaluation = ReuseEvaluation.of(List.of(words("A red Boat, at sea.", "boat: a RED sea at"),
                words("a boat", "boat"), words("Ünï cödé", "cödé ünï"), words("3 cats", "2 cats"), words("", "!")));

        assertThat(evaluation.rules().getLast().total().right()).isEqualTo(new Share(3, 5));
    }

    /** In order 1, 0, 1, 0: precision 1, 1/2, 2/3, 1/2. */
    @Test
    void curve_ordered_isPrecisionOverHitRatio() {
        Curve curve = four.curves().getFirst();

        assertThat(curve.name()).isEqualTo("probability");
        assertThat(curve.points()).containsExactly(new Point(0.25, 1), new Point(0.5, 0.5), new Point(0.75, 2.0 / 3),
                new Point(1, 0.5));
        assertThat(curve.area()).isCloseTo((1 + 0.5 + 2.0 / 3 + 0.5) / 4, within(1e-12));
    }

    @Test
    void curve_allOfOneScore_isTheShareOfRightOnes() {
        Curve curve = ReuseEvaluation.of(IntStream.range(0, 1000)
                .mapToObj(i -> seen(i < 300, "all", true, 0.5, 0.5))
                .toList()).curves().getFirst();

        assertThat(curve.area()).isCloseTo(0.3, within(1e-9));
        assertThat(curve.points()).hasSize(200)
                .allSatisfy(point -> assertThat(point.precision()).isCloseTo(0.3, within(1e-9)));
        assertThat(curve.points().getLast().hitRatio()).isOne();
    }

    @Test
    void of_noPairs_isEmpty() {
        ReuseEvaluation none = ReuseEvaluation.of(List.of());

        assertThat(none.decision().total()).isEqualTo(counts(0, 0, 0, 0));
        assertThat(none.curves()).allSatisfy(curve -> assertThat(curve.points()).isEmpty());
    }

    /** Forty families, two wrong and two right pairs each; the decision reuses the wrong pair of every tenth. */
    private static List<Observation> families() {
        return IntStream.range(0, 160)
                .mapToObj(i -> new Observation(
                        new LabelledPair("prompt " + i / 4, "stored " + i, i % 2 == 0, "all"), i % 40 == 1, 0, 0))
                .toList();
    }

    @Test
    void of_baseline_reusesAsManyWrongPairsAsTheDecision() {
        List<Observation> pairs = families();
        ReuseEvaluation.Baseline byNumber = new ReuseEvaluation.Baseline("number",
                IntStream.range(0, 160).mapToObj(i -> (double) i).toList());

        ReuseEvaluation evaluation = ReuseEvaluation.of(pairs, List.of(byNumber));

        assertThat(evaluation.decision().total().wrong()).isEqualTo(new Share(4, 80));
        assertThat(evaluation.rules()).extracting(Rule::name)
                .containsExactly("decision", "cosine 0.80", "cosine 0.85", "cosine 0.95", "number, as often wrong",
                        "number above 151.0000, at best", "same words");
        assertThat(evaluation.rules().get(5).total()).isEqualTo(counts(4, 80, 4, 80));
        assertThat(evaluation.curves()).extracting(Curve::name).containsExactly("probability", "cosine", "number");
    }

    @Test
    void of_baseline_isTunedOnTheOtherFamilies() {
        List<Observation> pairs = families();
        int[] halves = Families.parts(pairs.stream().map(Observation::pair).toList(), 2);
        ReuseEvaluation.Baseline byHalf = new ReuseEvaluation.Baseline("half",
                IntStream.range(0, 160).mapToObj(i -> halves[i] + i / 1000.0).toList());

        Counts total = ReuseEvaluation.of(pairs, List.of(byHalf)).rules().get(4).total();

        long above = IntStream.of(halves).filter(half -> half == 1).count() / 2;
        assertThat(total.wrong().count()).isEqualTo(above);
        assertThat(total.right().count()).isEqualTo(above);
    }

    @Test
    void of_baselineOfFewerValues_isRefused() {
        assertThatThrownBy(
                () -> ReuseEvaluation.of(families(), List.of(new ReuseEvaluation.Baseline("few", List.of(1.0)))))
                .hasMessage("each of 160 pairs must have a value, found 1");
    }

    @Test
    void of_decisionThatReusesAll_letsBaselinesReuseAll() {
        List<Observation> all = List.of(seen(true, "all", true, 1, 0), seen(false, "all", true, 1, 0));

        ReuseEvaluation evaluation = ReuseEvaluation.of(all,
                List.of(new ReuseEvaluation.Baseline("number", List.of(1.0, 2.0))));

        assertThat(evaluation.rules().get(5).total()).isEqualTo(counts(1, 1, 1, 1));
    }
}
