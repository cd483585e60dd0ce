package io.dreamcacher.gate;

import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.PromptContent;
import io.dreamcacher.reuse.TextJudge;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Takes decisions about pairs of prompts apart, with no memory and no image. Thread-safe. */
public final class Explainer {
    private final Guard guard = new Guard();
    private final TextJudge judge;
    private final Gate gate;

    /**
     * An explainer.
     *
     * @param calibration of the model, fitted with the search model whose similarities are given
     * @param judge of the texts
     */
    public Explainer(Optional<Calibration> calibration, TextJudge judge) {
        this.judge = judge;
        this.gate = new CalibratedGate(calibration, Optional.of(judge));
    }

    /**
     * Explains one pair.
     *
     * @param similarity cosine of both in prompt space
     */
    public Explanation explain(String asked, String stored, double similarity, ErrorBudget budget) {
        PromptContent want = PromptContent.of(asked);
        PromptContent have = PromptContent.of(stored);
        List<String> findings = guard.prepare(want.text()).differences(have.text()).map(Difference::reason).toList();
        TextJudge.Judgement judgement = judge.prepare(want).judge(have, budget);
        Gate.Candidate candidate = new Gate.Candidate(stored, false, similarity, OptionalDouble.of(1));
        return new Explanation(findings, similarity, judgement.probability(), judgement.needed(), judgement.evidence(),
                gate.ask(asked, budget).decide(candidate));
    }
}
