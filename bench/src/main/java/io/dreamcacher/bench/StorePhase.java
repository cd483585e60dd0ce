package io.dreamcacher.bench;

import java.util.Locale;

/** What a generation has reached on its way into the memory, in this order. */
enum StorePhase {
    /** Its image is made and handed to the store, which writes it under a temporary name. */
    IMAGE_TEMPORARY,
    /** Its image would survive a power cut. */
    IMAGE_DURABLE,
    /** Its row would survive a power cut: from here on it must never be lost. */
    CATALOGUE_COMMITTED,
    /** The next search finds it; only now is it the answer to a request. */
    INDEX_VISIBLE;

    /** Such as {@code image-temporary}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
