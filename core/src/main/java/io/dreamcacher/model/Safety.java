package io.dreamcacher.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of images that a model's safety checker objects to; the later, the stricter. */
public enum Safety {
    /** Nothing is checked. */
    OFF,
    /** They are given out, and say so. */
    FLAG,
    /** They are given out blurred beyond recognition, and say so. */
    BLUR,
    /** They are not given out. */
    REFUSE;

    /** The mode of this name, lower case; empty if there is none. */
    public static Optional<Safety> named(String name) {
        return Arrays.stream(values()).filter(mode -> mode.shortName().equals(name)).findFirst();
    }

    /** Its name for people: lower case. */
    public String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
