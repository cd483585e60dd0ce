package io.dreamcacher.gate;

import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.embedding.Pooling;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What turns similarities into a decision for one model, and the measurement it rests on. Similarities of another
 * search model mean something else, so a calibration names the one it was fitted with.
 *
 * @param model name of the model whose images were measured
 * @param encoder the search model whose similarities were measured
 * @param thresholds what a reuse needs
 * @param measured how often reuse by these thresholds was wrong
 */
public record Calibration(String model, Encoder encoder, Thresholds thresholds, Measured measured) {
    /**
     * A search model.
     *
     * @param name for people
     * @param fingerprint SHA-256 in hex over every file of it
     * @param pooling of its prompt vectors
     */
    public record Encoder(String name, String fingerprint, Pooling pooling) {}

    /**
     * The smallest similarities of a reuse, both needed.
     *
     * @param promptSimilarity of the two prompts, in [−1, 1]
     * @param imageSimilarity of the new prompt and the stored image, in [−1, 1]
     */
    public record Thresholds(double promptSimilarity, double imageSimilarity) {
        /** Refuses what no similarity can be. */
        public Thresholds {
            requireCosine("promptSimilarity", promptSimilarity);
            requireCosine("pictureSimilarity", imageSimilarity);
        }

        private static void requireCosine(String name, double value) {
            if (!(Math.abs(value) <= 1)) {
                throw new IllegalArgumentException("%s must be from -1 to 1, found %s".formatted(name, value));
            }
        }
    }

    /**
     * A measurement.
     *
     * @param date of the fit
     * @param command that repeats it
     * @param errorBudget the share of reuses that may be wrong, in (0, 1)
     * @param fitted on the rows the thresholds were chosen by
     * @param heldOut on rows the fit never saw
     */
    public record Measured(LocalDate date, String command, double errorBudget, Rates fitted, Rates heldOut) {
        /** Refuses a budget that is no share. */
        public Measured {
            if (!(errorBudget > 0 && errorBudget < 1)) {
                throw new IllegalArgumentException(
                        "errorBudget must be between 0 and 1, found %s".formatted(errorBudget));
            }
        }
    }

    /**
     * Reuses counted.
     *
     * @param right pairs of prompts that mean the same
     * @param rightReused those among them that were reused
     * @param wrong pairs that do not
     * @param wrongReused those among them that were reused all the same
     */
    public record Rates(long right, long rightReused, long wrong, long wrongReused) {
        /** Refuses counts that do not add up. */
        public Rates {
            if (rightReused < 0 || wrongReused < 0 || right < rightReused || wrong < wrongReused) {
                throw new IllegalArgumentException("reused must be at most all, found %d of %d right, %d of %d wrong"
                        .formatted(rightReused, right, wrongReused, wrong));
            }
        }
    }

    /**
     * The gate of the model in a memory: by these thresholds, or one that reuses nothing and says why.
     *
     * @param memorys the memory's search model
     */
    public Gate gate(EncoderDescription memorys) {
        return mismatch(memorys).map(Gate::closed).orElseGet(() -> new CalibratedGate(new Guard(), thresholds));
    }

    /** Why this calibration says nothing of another search model's similarities; empty when it fits. */
    public Optional<String> mismatch(EncoderDescription other) {
        if (!other.fingerprint().equals(encoder.fingerprint())) {
            return Optional.of("The calibration of %s was measured with the search model %s, but this memory uses %s: "
                    .formatted(model, encoder.name(), other.name())
                    + "calibrate the model with that one to reuse its pictures.");
        }
        if (other.pooling() != encoder.pooling()) {
            return Optional.of("The calibration of %s was measured with %s pooling, but this memory uses %s: "
                    .formatted(model, encoder.pooling(), other.pooling())
                    + "calibrate the model with that one to reuse its pictures.");
        }
        return Optional.empty();
    }
}
