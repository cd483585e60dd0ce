package io.dreamcacher.diffusion.pipeline;

/** What becomes of an image that a model's safety checker objects to. */
public enum SafetyMode {
    /** Nothing is checked. */
    OFF,
    /** The image is given out as it is; the answer says that it is flagged. */
    FLAG,
    /** The image is given out blurred beyond recognition; the answer says so. */
    BLUR,
    /** The image is not given out: the generation fails with a sentence. */
    REFUSE
}
