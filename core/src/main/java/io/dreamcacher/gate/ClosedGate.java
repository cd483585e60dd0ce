package io.dreamcacher.gate;

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
    public Gate.Decision decide(String prompt, Gate.Candidate candidate) {
        return new Gate.Decision.Miss(candidate.promptSimilarity(), UNREACHABLE, reason);
    }
}
