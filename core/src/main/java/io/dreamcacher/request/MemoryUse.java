package io.dreamcacher.request;

/** How a request uses the memory. */
public enum MemoryUse {
    /** Answer from memory where that is right, and remember what is made. */
    READ_AND_REMEMBER,
    /** Make a new image whatever is remembered, and remember it ({@code --fresh}). */
    REMEMBER_ONLY,
    /** Neither read nor leave a trace ({@code --no-cache}). */
    NONE
}
