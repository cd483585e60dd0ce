package io.dreamcacher.gate;

import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.reuse.TextJudge;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What turns similarities into a decision for one model, and the measurement it rests on. Similarities of another
 * search model mean something else, so a calibration names the one it was fitted with.
 *
 * @param model name of the model whose images were measured
 * @param encoder the search model whose similarities were measured
 * @param thresholds what a reuse needs
 * @param measured how often reuse by these thresholds was wrong
 * @param domain which prompts it holds for
 */
public record Calibration(String model, Encoder encoder, Thresholds thresholds, Measured measured, Domain domain) {
    /** One that holds for every prompt. */
    public Calibration(String model, Encoder encoder, Thresholds thresholds, Measured measured) {
        this(model, encoder, thresholds, measured, Domain.ANY);
    }

    /**
     * Prompts a calibration says something about: those of words it was fitted on. The vector of a word that a model never learned
     * can be anybody's.
     *
     * @param words in lower case; none when every prompt is in the domain
     */
    public record Domain(Set<String> words) {
        /** Every prompt. */
        public static final Domain ANY = new Domain(Set.of());

        private static final Pattern WORD = Pattern.compile("\\p{L}+");

        /** Keeps a copy. */
        public Domain {
            words = Set.copyOf(words);
        }

        /** The domain of these prompts. */
        public static Domain of(Collection<String> prompts) {
            return new Domain(prompts.stream().flatMap(Domain::words).collect(Collectors.toSet()));
        }

        /** Whether all words of a prompt are known. */
        public boolean contains(String prompt) {
            return words.isEmpty() || words(prompt).allMatch(words::contains);
        }

        private static Stream<String> words(String prompt) {
            return WORD.matcher(prompt.toLowerCase(Locale.ROOT)).results().map(MatchResult::group);
        }
    }

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
        return mismatch(memorys).map(Gate::closed)
                .orElseGet(() -> new CalibratedGate(Optional.of(this), Optional.empty()));
    }

    /** The same, with what the texts alone can say where these thresholds say nothing. */
    public Gate gate(EncoderDescription memorys, TextJudge judge) {
        return new CalibratedGate(mismatch(memorys).isEmpty() ? Optional.of(this) : Optional.empty(),
                Optional.of(judge));
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
