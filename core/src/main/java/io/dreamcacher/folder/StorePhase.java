package io.dreamcacher.folder;

import java.util.Locale;

/** What a generation has reached on its way into the memory, in this order. */
public enum StorePhase {
    /** Its picture is written and synced under a temporary name. */
    PICTURE_TEMPORARY,
    /** Its picture would survive a power cut. */
    PICTURE_DURABLE,
    /** Its row would survive a power cut: from here on it must never be lost. */
    CATALOGUE_COMMITTED,
    /** The next search finds it; only now is it the answer to a request. */
    INDEX_VISIBLE;

    /** Such as {@code picture-temporary}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
