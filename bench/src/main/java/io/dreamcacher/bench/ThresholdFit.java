package io.dreamcacher.bench;

import io.dreamcacher.bench.PromptPair.Verdict;
import io.dreamcacher.gate.Calibration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Chooses thresholds by counted pairs.
 *
 * <p>
 * A prompt threshold is affordable when at most a budget of all its reuses is wrong, by the upper end of the 95 %
 * interval. Of the affordable ones the strictest is taken that loses at most a given share of the right pairs the best
 * of them reuses. The image threshold is then the strictest that loses at most the same share of what is left: it is
 * there for what the prompt's vector cannot know, an image that came out wrong or words the model never learned.
 */
final class ThresholdFit {
    private static final double GRAIN = 10_000;

    private final List<MeasuredPair> evidence;
    private final double budget;

    /**
     * A fit.
     *
     * @param evidence the pairs to fit on
     * @param budget share of reuses that may be wrong
     */
    ThresholdFit(List<MeasuredPair> evidence, double budget) {
        this.evidence = List.copyOf(evidence);
        this.budget = budget;
    }

    /**
     * The thresholds.
     *
     * @param loss share of right pairs each threshold may lose to be strict
     * @throws IllegalStateException when no prompt threshold keeps the budget
     */
    Calibration.Thresholds fit(double loss) {
        double prompt = promptThreshold(loss);
        double[] images = evidence.stream()
                .filter(e -> e.is(Verdict.RIGHT) && !e.vetoed() && e.promptSimilarity() >= prompt)
                .map(MeasuredPair::imageSimilarity)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .sorted()
                .toArray();
        if (images.length == 0) {
            throw new IllegalStateException("no right pair has a picture to fit the picture threshold on");
        }
        double image = images[(int) (loss * images.length)];
        return new Calibration.Thresholds(prompt, roundedDown(image));
    }

    private double promptThreshold(double loss) {
        double[] right = similarities(Verdict.RIGHT);
        double[] wrong = similarities(Verdict.WRONG);
        double[] affordable = Arrays.stream(right)
                .map(ThresholdFit::roundedDown)
                .distinct()
                .filter(threshold -> isAffordable(countFrom(wrong, threshold), countFrom(right, threshold)))
                .toArray();
        if (affordable.length == 0) {
            throw new IllegalStateException("no threshold keeps wrong reuses within %s of all".formatted(budget));
        }
        int most = Arrays.stream(affordable).mapToInt(threshold -> countFrom(right, threshold)).max().getAsInt();
        return Arrays.stream(affordable)
                .filter(threshold -> countFrom(right, threshold) >= most * (1 - loss))
                .max()
                .getAsDouble();
    }

    private boolean isAffordable(int wrongReused, int rightReused) {
        return ErrorStatistics.upperShare(wrongReused, wrongReused + rightReused) <= budget;
    }

    private double[] similarities(Verdict verdict) {
        return evidence.stream()
                .filter(e -> e.is(verdict) && !e.vetoed())
                .mapToDouble(MeasuredPair::promptSimilarity)
                .sorted()
                .toArray();
    }

    private static int countFrom(double[] sorted, double threshold) {
        int at = Arrays.binarySearch(sorted, threshold);
        int first = at < 0 ? -at - 1 : at;
        while (first > 0 && sorted[first - 1] >= threshold) {
            first--;
        }
        return sorted.length - first;
    }

    private static double roundedDown(double value) {
        return Math.floor(value * GRAIN) / GRAIN;
    }
}
