package io.dreamcacher.request;

/** What becomes of a prompt that is longer than a text encoder's window. */
public enum LongPrompts {
    /** What does not fit is left out, and said to be, as in diffusers. */
    CUT,
    /** It is encoded in chunks that are put one after the other, as in AUTOMATIC1111's web UI. */
    CHUNKED
}
