package io.dreamcacher.embedding;

/**
 * Which model made vectors: only those of one fingerprint compare.
 *
 * @param model its name
 * @param fingerprint SHA-256 of everything that it is made of
 */
public record VectorOrigin(String model, String fingerprint) {

    /** Refuses blank texts. */
    public VectorOrigin {
        if (model.isBlank() || fingerprint.isBlank()) {
            throw new IllegalArgumentException("vectors are of a model with a fingerprint, found \"%s\" and \"%s\""
                    .formatted(model, fingerprint));
        }
    }
}
