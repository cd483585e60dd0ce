package io.dreamcacher.gate;

import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.TextJudge;
import java.util.Optional;

/** Takes decisions about pairs of prompts apart, with no memory and no image. Thread-safe. */
public final class Explainer {
    private final CalibratedGate gate;

    /**
     * An explainer.
     *
     * @param calibration of the model, fitted with the search model whose similarities are given
     * @param judge of the texts
     */
    public Explainer(Optional<Calibration> calibration, TextJudge judge) {
        this.gate = new CalibratedGate(calibration, Optional.of(judge));
    }

    /**
     * Explains one pair.
     *
     * @param similarity cosine of both in prompt space
     */
    public Explanation explain(String asked, String stored, double similarity, ErrorBudget budget) {
        return gate.question(asked, budget).explain(stored, similarity);
    }
}
