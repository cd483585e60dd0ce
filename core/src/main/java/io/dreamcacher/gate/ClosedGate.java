package io.dreamcacher.gate;

import io.dreamcacher.reuse.ErrorBudget;

/** Accepts nothing, and says why: what stands in for a calibration that is missing or does not fit. */
final class ClosedGate implements Gate {
    private static final double UNREACHABLE = 2;

    private final String reason;

    /**
     * A gate that never opens.
     *
     * @param reason a sentence: what is missing and what to do
     */
    ClosedGate(String reason) {
        this.reason = reason;
    }

    @Override
    public Gate.Question ask(String prompt, ErrorBudget budget) {
        return candidate -> new Gate.Decision.Miss(candidate.promptSimilarity(), UNREACHABLE, reason);
    }
}
