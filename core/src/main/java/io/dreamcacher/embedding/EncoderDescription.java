package io.dreamcacher.embedding;

/**
 * What vectors an encoder makes. Vectors of different fingerprints or poolings are not comparable.
 *
 * @param name for people: the folder or repository
 * @param fingerprint SHA-256 in hex over every file of the model
 * @param promptDimension of prompt vectors
 * @param jointDimension of vectors in the space shared by text and images; 0 when the model has no vision tower
 * @param pooling of prompt vectors
 */
public record EncoderDescription(String name, String fingerprint, int promptDimension, int jointDimension,
        Pooling pooling) {
    /** Refuses dimensions that cannot be. */
    public EncoderDescription {
        if (promptDimension < 1 || jointDimension < 0) {
            throw new IllegalArgumentException("dimensions must be positive, found prompt %d and joint %d"
                    .formatted(promptDimension, jointDimension));
        }
    }

    /** The same under another name. */
    public EncoderDescription withName(String value) {
        return new EncoderDescription(value, fingerprint, promptDimension, jointDimension, pooling);
    }

    /** Whether images can be encoded. */
    public boolean encodesImages() {
        return jointDimension > 0;
    }
}
