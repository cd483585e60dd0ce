package io.dreamcacher.gate;

import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.Evidence;
import io.dreamcacher.reuse.Likelihood;
import io.dreamcacher.reuse.TextJudge;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What turns the evidence about a remembered image of one model into a decision, and the measurement it rests on. What another
 * search model sees means something else, so a calibration names the one it was fitted with.
 *
 * @param model name of the model whose images were measured
 * @param encoder the search model that saw them
 * @param fit how likely an image answers, and how likely is likely enough
 * @param domain which pairs of prompts it holds for
 * @param refining where an image that does not answer may be begun from, the nearest first; none where nothing was found that is
 *        as good as a new image
 * @param measured how often reuse by it was wrong
 */
public record Calibration(String model, Encoder encoder, Fit fit, Domain domain, List<RefineStep> refining,
        Measured measured) {
    /** Keeps a copy. */
    public Calibration {
        refining = List.copyOf(refining);
    }

    /**
     * How likely an image answers, and how likely is likely enough.
     *
     * @param likelihood of what {@link ImageEvidence} sees and a {@link io.dreamcacher.reuse.PromptComparer} counts
     * @param budgets the least probability for shares of wrong reuses, ascending by share
     * @param leastImage cosine of asked prompt and image below which the image does not show it, in [−1, 1]
     * @param typical what an image of the model looks like that nobody has seen
     */
    public record Fit(Likelihood likelihood, List<Threshold> budgets, double leastImage, Typical typical) {
        /** Refuses what is no cosine, and keeps a copy. */
        public Fit {
            budgets = List.copyOf(budgets);
            if (!(Math.abs(leastImage) <= 1)) {
                throw new IllegalArgumentException("leastImage must be from -1 to 1, found %s".formatted(leastImage));
            }
        }

        /** The least probability that keeps to a budget; empty where none was found that does. */
        public OptionalDouble needed(ErrorBudget budget) {
            return budgets.stream()
                    .filter(threshold -> threshold.share() <= budget.share())
                    .mapToDouble(Threshold::probability)
                    .reduce((less, more) -> more);
        }

        /** Whether it weighs what is counted in the prompts' words. */
        boolean weighsWords() {
            Set<String> seen = ImageEvidence.names();
            return likelihood.terms().stream().anyMatch(term -> !seen.contains(term.feature()));
        }
    }

    /**
     * The cosine of a text and an image, by that of the text and the image's own prompt: a line through what was measured. By it a
     * decision can be foretold for an image that is not there.
     *
     * @param offset at a cosine of 0
     * @param slope 0 or more
     */
    public record Typical(double offset, double slope) {
        double image(double texts) {
            return Math.min(1, Math.max(-1, offset + slope * texts));
        }
    }

    /**
     * What a share of wrong reuses asks for.
     *
     * @param share of reuses that may be wrong, in (0, 0.5]
     * @param probability the least that keeps to it
     */
    public record Threshold(double share, double probability) {
        /** Refuses what is no share, and no probability. */
        public Threshold {
            if (!(share > 0 && share <= 0.5 && probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException(
                        "a threshold must have a share in (0, 0.5] and a probability in [0, 1], found %s, %s"
                                .formatted(share, probability));
            }
        }
    }

    /**
     * Pairs of prompts a calibration says something about: those of words it was fitted on, which differ in nothing that the
     * model cannot hear. The vector of a word that a model never learned can be anybody's, and to a model that draws men and
     * women alike their vectors are one.
     *
     * @param words in lower case; none when every prompt is in the domain
     * @param unheard names of contrasts the model does not hear
     */
    public record Domain(Set<String> words, Set<String> unheard) {
        /** Every pair. */
        public static final Domain ANY = new Domain(Set.of(), Set.of());

        private static final Pattern WORD = Pattern.compile("\\p{L}+");

        /** Keeps sorted copies. */
        public Domain {
            words = new TreeSet<>(words);
            unheard = new TreeSet<>(unheard);
        }

        /** All words of these prompts. */
        public static Set<String> wordsOf(Collection<String> prompts) {
            Set<String> words = new TreeSet<>();
            prompts.forEach(prompt -> words(prompt).forEach(words::add));
            return words;
        }

        /** Whether all words of a prompt are known. */
        public boolean contains(String prompt) {
            return words.isEmpty() || words(prompt).allMatch(words::contains);
        }

        /** Whether it says something of a stored prompt's image as the answer to an asked prompt. */
        public boolean contains(String asked, String stored) {
            return contains(asked) && contains(stored) && Contrast.between(asked, stored).noneMatch(unheard::contains);
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
    public record Encoder(String name, String fingerprint, Pooling pooling) {
        /** The one of a description. */
        public static Encoder of(EncoderDescription description) {
            return new Encoder(description.name(), description.fingerprint(), description.pooling());
        }
    }

    /**
     * Where to begin from an image that does not answer.
     *
     * @param similarity least cosine of asked prompt and image, in [−1, 1]
     * @param share of the steps that are left out, in (0, 1)
     */
    public record RefineStep(double similarity, double share) {
        /** Refuses what is no cosine, and what leaves nothing out or nothing to do. */
        public RefineStep {
            if (!(Math.abs(similarity) <= 1 && share > 0 && share < 1)) {
                throw new IllegalArgumentException(
                        "a step must have a similarity from -1 to 1 and a share between 0 and 1, found %s, %s"
                                .formatted(similarity, share));
            }
        }
    }

    /**
     * A measurement.
     *
     * @param date of the fit
     * @param command that repeats it
     * @param errorBudget the share of reuses that may be wrong, in (0, 1), which the counts are at
     * @param fitted on the pairs it was fitted on, each decided by a fit that did not see its family
     * @param heldOut on pairs the fit never saw; none where all there were are in it
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

        /** Nothing was counted. */
        public static final Rates NONE = new Rates(0, 0, 0, 0);

        /** Refuses counts that do not add up. */
        public Rates {
            if (rightReused < 0 || wrongReused < 0 || right < rightReused || wrong < wrongReused) {
                throw new IllegalArgumentException("reused must be at most all, found %d of %d right, %d of %d wrong"
                        .formatted(rightReused, right, wrongReused, wrong));
            }
        }
    }

    /** The same with other places to begin from. */
    public Calibration withRefining(List<RefineStep> steps) {
        return new Calibration(model, encoder, fit, domain, steps, measured);
    }

    /** The probability that an image with this evidence answers; empty when something needed is unknown. */
    public OptionalDouble probability(Evidence evidence) {
        return fit.likelihood().probability(evidence);
    }

    /**
     * The gate of the model in a memory: by this calibration, or one that reuses nothing and says why.
     *
     * @param memorys the memory's search model
     */
    public Gate gate(EncoderDescription memorys) {
        return mismatch(memorys).map(Gate::closed)
                .orElseGet(() -> new CalibratedGate(Optional.of(this), Optional.empty()));
    }

    /** The same, with what the texts alone can say where this calibration says nothing. */
    public Gate gate(EncoderDescription memorys, TextJudge judge) {
        return new CalibratedGate(mismatch(memorys).isEmpty() ? Optional.of(this) : Optional.empty(),
                Optional.of(judge));
    }

    /** Why this calibration says nothing of what another search model sees; empty when it fits. */
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
