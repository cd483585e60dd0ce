package io.dreamcacher.embedded.workbench;

/** Which of a model's vectors; those of different kinds are never compared. */
public enum VectorKind {
    /** The text tower's state at the end token; what a prompt is found by. */
    PROMPT,
    /** The mean of the text tower's states over the real tokens, start and end included. */
    MEAN,
    /** Text and image projected into the space they share. */
    JOINT,
    /** All states of the padded window, a row a token; what the U-Net reads. */
    STATES
}
