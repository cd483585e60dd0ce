package io.dreamcacher.reuse;

import java.util.List;

/**
 * Reads an asked and a stored prompt together and says how likely a picture of the stored one answers the asked one. It has
 * a direction: the stored prompt may say more, not less, and nothing else. It is slow beside what compares prompts word by
 * word, milliseconds a pair, so it is for the few best candidates.
 *
 * <p>Its probabilities rank pairs; they are no shares of right answers before a calibration has been fitted on this very
 * verifier. Implementations are deterministic on one machine and thread-safe.
 */
public interface Verifier extends AutoCloseable {
    /** Which verifier this is. */
    Description description();

    /**
     * A verdict on each pair, in the order of the stored prompts. Each depends on its own pair alone, whatever else is asked at
     * the same time.
     *
     * @param asked any text, the empty one included
     * @param stored the same; may be none
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} if the network is damaged, {@code EXHAUSTED} if
     *         memory runs out
     * @throws IllegalStateException if it is closed
     */
    List<Verdict> verify(String asked, List<String> stored);

    /** Frees the network, after calls under way have ended. Closing twice is allowed. */
    @Override
    void close();

    /**
     * Which verifier it is; what was fitted on one says nothing of another.
     *
     * @param name for people
     * @param fingerprint SHA-256, in 64 hexadecimal digits, over everything its verdicts depend on
     */
    record Description(String name, String fingerprint) {}

    /**
     * What a verifier says of one pair.
     *
     * @param probability within {@link #CLOSEST} of 0 and 1, so that there are log odds of it
     * @param cut whether the pair was longer than the verifier reads, so that the end of one prompt, or of both, did not count
     */
    record Verdict(double probability, boolean cut) {
        /** Least distance from 0 and 1: about the resolution of 32-bit floats. */
        public static final double CLOSEST = 1e-7;

        /** Refuses what is no probability. */
        public Verdict {
            if (!(probability >= CLOSEST && probability <= 1 - CLOSEST)) {
                throw new IllegalArgumentException("a probability must be %s to 1 - %s; found %s".formatted(CLOSEST,
                        CLOSEST, probability));
            }
        }

        /** The verdict of a probability in [0, 1], moved away from both ends as far as it must be. */
        public static Verdict of(double probability, boolean cut) {
            return new Verdict(Math.min(Math.max(probability, CLOSEST), 1 - CLOSEST), cut);
        }
    }
}
