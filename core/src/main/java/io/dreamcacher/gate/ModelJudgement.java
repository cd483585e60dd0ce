package io.dreamcacher.gate;

import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.Evidence;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a model's calibration says of one remembered image.
 *
 * @param evidence what was seen and counted
 * @param probability that the image answers
 * @param needed the least that keeps to the budget; above 1 where none does
 * @param leastSimilarity of the prompts that would have been enough, all else being equal; above 1 where none would
 */
public record ModelJudgement(Evidence evidence, double probability, double needed, double leastSimilarity) {

    /** Above every probability and every similarity. */
    private static final double UNREACHABLE = 2;

    private static final int HALVINGS = 30;

    /** Whether it is likely enough. */
    public boolean isEnough() {
        return probability >= needed;
    }

    /** Empty where something that is weighed is unknown. */
    static Optional<ModelJudgement> of(Calibration.Fit fit, Evidence evidence, ErrorBudget budget) {
        OptionalDouble probability = fit.likelihood().probability(evidence);
        if (probability.isEmpty()) {
            return Optional.empty();
        }
        double needed = fit.needed(budget).orElse(UNREACHABLE);
        return Optional.of(new ModelJudgement(evidence, probability.getAsDouble(), needed,
                leastSimilarity(fit, evidence, needed)));
    }

    private static double leastSimilarity(Calibration.Fit fit, Evidence evidence, double needed) {
        if (!isEnough(fit, evidence, 1, needed)) {
            return UNREACHABLE;
        }
        double low = -1;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (isEnough(fit, evidence, middle, needed)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private static boolean isEnough(Calibration.Fit fit, Evidence evidence, double similarity, double needed) {
        return fit.likelihood()
                .probability(evidence.with(ImageEvidence.PROMPTS, similarity))
                .orElse(0) >= needed;
    }
}
