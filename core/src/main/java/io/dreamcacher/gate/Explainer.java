package io.dreamcacher.gate;

import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.TextJudge;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleBiFunction;

/** Takes decisions about pairs of prompts, and about images that were seen, apart; it needs no memory. Thread-safe. */
public final class Explainer {
    private final Optional<Calibration> calibration;
    private final CalibratedGate gate;

    /**
     * An explainer.
     *
     * @param calibration of the model, fitted with the search model whose similarities are given
     * @param judge of the texts
     */
    public Explainer(Optional<Calibration> calibration, TextJudge judge) {
        this.calibration = calibration;
        this.gate = new CalibratedGate(calibration, Optional.of(judge));
    }

    /**
     * Explains what would be decided about an image of a prompt that is drawn as the model mostly draws.
     *
     * @param similarity cosine of both in prompt space
     * @param texts cosine of two texts in the joint space; asked only where there is a calibration
     */
    public Explanation explain(String asked, String stored, double similarity,
            ToDoubleBiFunction<String, String> texts, ErrorBudget budget) {
        Gate.Candidate candidate = calibration.map(fitted -> typical(fitted, asked, stored, similarity, texts))
                .orElseGet(() -> new Gate.Candidate(stored, false, similarity, OptionalDouble.empty()));
        return explain(asked, candidate, budget);
    }

    /**
     * A candidate whose image nobody has drawn, as the model mostly draws.
     *
     * @param similarity cosine of both in prompt space
     * @param texts cosine of two texts in the joint space
     */
    public static Gate.Candidate typical(Calibration calibration, String asked, String stored, double similarity,
            ToDoubleBiFunction<String, String> texts) {
        TypicalSight sight = new TypicalSight(calibration.fit().typical(), stored, texts);
        return new Gate.Candidate(stored, false, similarity, sight.image(asked), sight);
    }

    /** Explains what is decided about a candidate. */
    public Explanation explain(String asked, Gate.Candidate candidate, ErrorBudget budget) {
        return gate.question(asked, budget).explain(candidate);
    }
}
