package io.dreamcacher.embedding;

/** Which state of the text tower stands for a prompt; never mixed in one memory. */
public enum Pooling {
    /** The final-layer-norm state at the end token, CLIP's own choice. */
    END,
    /** The mean over the real tokens, start and end included, padding excluded. */
    MEAN
}
