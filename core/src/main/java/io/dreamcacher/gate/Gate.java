package io.dreamcacher.gate;

/**
 * Decides whether a remembered image answers a new prompt. Model, size and the other parameters agree already: who
 * asks has filtered by them. Implementations are immutable, thread-safe and take microseconds.
 */
public interface Gate {
    /**
     * The decision for one candidate.
     *
     * @param prompt the new prompt as the caller wrote it
     * @param candidate what was remembered
     */
    Decision decide(String prompt, Candidate candidate);

    /**
     * A gate that lets nothing through: what stands in for a calibration that is missing.
     *
     * @param reason a sentence: what is missing and what to do
     */
    static Gate closed(String reason) {
        return new ClosedGate(reason);
    }
}
