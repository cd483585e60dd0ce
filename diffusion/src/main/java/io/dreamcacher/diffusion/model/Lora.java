package io.dreamcacher.diffusion.model;

/**
 * A LoRA and how strongly it acts.
 *
 * @param file its low-rank changes
 * @param scale factor of the changes; finite, 1 as it was trained, 0 for none at all, negative for the opposite
 */
record Lora(LoraFile file, double scale) {
    /** Checks the scale. */
    public Lora {
        if (!Double.isFinite(scale)) {
            throw new IllegalArgumentException("The scale of a LoRA must be a finite number; found " + scale);
        }
    }
}
