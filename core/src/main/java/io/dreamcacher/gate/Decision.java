package io.dreamcacher.gate;

/**
 * What a gate says of a candidate. Every decision carries the similarity of the two prompts, the similarity that would
 * have been needed, and one sentence for a person. A candidate that is too far to return and near enough to start from
 * is a {@link Miss} here; a decision to refine it would be a third case of this type.
 */
public sealed interface Decision {
    /** Cosine of the new and the stored prompt, in [−1, 1]. */
    double similarity();

    /** The smallest similarity this gate accepts; above 1 when it accepts none. */
    double needed();

    /** Why, in a sentence. */
    String reason();

    /** The remembered image answers the new prompt. */
    record Return(double similarity, double needed, String reason) implements Decision {}

    /** It does not. */
    record Miss(double similarity, double needed, String reason) implements Decision {}
}
