package io.dreamcacher.request;

/** Whether signs in a prompt mean something. */
public enum PromptSyntax {
    /** Every character is text, as in diffusers. */
    PLAIN,
    /**
     * As in AUTOMATIC1111's web UI: {@code (more)}, {@code [less]}, {@code (exactly:1.3)}, {@code BREAK} for a new chunk,
     * a backslash before a bracket that is text.
     */
    WEIGHTED
}
