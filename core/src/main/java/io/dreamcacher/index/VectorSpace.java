package io.dreamcacher.index;

/** Which of a generation's vectors a query is compared with. */
public enum VectorSpace {
    /** Its prompt, in prompt space. */
    PROMPT,
    /** The image itself, in the joint space of text and images. */
    IMAGE
}
