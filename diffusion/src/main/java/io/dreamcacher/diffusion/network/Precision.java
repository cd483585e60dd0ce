package io.dreamcacher.diffusion.network;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How exactly networks compute. What it does to images and to time is measured in {@code docs/precision.md}. */
public enum Precision {
    /** 32-bit floats throughout, whatever the weights are stored in. */
    EXACT("fp32"),
    /**
     * 8-bit integers in matrix products and 3x3 convolutions, where the time goes; 32-bit floats elsewhere. Weights are
     * rounded once, a scale for each output channel, and kept in the cache folder; activations are rounded as they come,
     * a scale for each tensor.
     */
    FAST("int8");

    private final String arithmetic;

    Precision(String arithmetic) {
        this.arithmetic = arithmetic;
    }

    /** The precision of this name, {@code exact} or {@code fast}; empty if it is neither. */
    public static Optional<Precision> named(String name) {
        return Arrays.stream(values()).filter(precision -> precision.shortName().equals(name)).findFirst();
    }

    /** Its name for people: lower case. */
    public String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The numbers it computes with, as part of what an image is remembered by. */
    public String arithmetic() {
        return arithmetic;
    }
}
