package io.dreamcacher.failure;

/** What kind of failure happened; {@code docs/errors.md} maps each to an HTTP status and an exit code. */
public enum FailureCategory {
    /** The caller asked for something that cannot be: a size, a scheduler, a file that is not an image. */
    BAD_REQUEST,
    /** The caller lacks the right to do this. */
    FORBIDDEN,
    /** The model's policy forbids what was asked for; it refuses again when it is asked again. */
    REFUSED,
    /** What was asked for by name is not there: a generation id, a model folder. */
    NOT_FOUND,
    /** A model folder is there but cannot be used: missing or mis-shaped weights, unknown block type. */
    BAD_MODEL,
    /** The data folder cannot be used: another version, read-only, cut short. */
    BAD_DATA,
    /** Somebody else holds what is needed, or the queue is full; trying again later may work. */
    BUSY,
    /** The caller, or a shutdown, stopped the work. */
    CANCELLED,
    /** Disk or memory ran out. */
    EXHAUSTED,
    /** Anything else: a defect here or in a library. */
    INTERNAL
}
