package io.dreamcacher.model;

/**
 * Which model: what it is called, and what it is. Two models of one name are told apart by their fingerprints.
 *
 * @param ref for people; names no place on one machine
 * @param fingerprint of everything it is made of, adapters included
 */
public record ModelIdentity(ModelRef ref, Fingerprint fingerprint) {
    /** What it is called. */
    @Override
    public String toString() {
        return ref.toString();
    }
}
