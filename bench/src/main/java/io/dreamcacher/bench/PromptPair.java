package io.dreamcacher.bench;

/**
 * A new prompt and a stored one that a search may bring up for it.
 *
 * @param asked index of the new prompt's row
 * @param stored index of the stored prompt's row
 * @param kind "paraphrase", the kind of a near miss, or "neighbour"
 * @param verdict whether the stored image answers the new prompt
 */
record PromptPair(int asked, int stored, String kind, Verdict verdict) {

    static final String PARAPHRASE = "paraphrase";
    static final String NEIGHBOUR = "neighbour";

    /** Whether a reuse would be accepted. */
    enum Verdict {
        /** Both say the same: must be reused. */
        RIGHT,
        /** The stored image lacks, or contradicts, something the new prompt says: must not be reused. */
        WRONG,
        /** The stored prompt says the same in another group, or more than is asked for: counted as neither. */
        EITHER
    }
}
