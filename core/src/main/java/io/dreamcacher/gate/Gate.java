package io.dreamcacher.gate;

import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.TextJudge;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Decides whether a remembered image answers a new prompt. Model, size and the other parameters agree already: who
 * asks has filtered by them. Implementations are thread-safe and give the same answer to the same question.
 */
public interface Gate {
    /**
     * Prepares a new prompt, once for all its candidates.
     *
     * @param prompt the new prompt as the caller wrote it
     * @param budget the share of reused images that may be wrong
     */
    Question ask(String prompt, ErrorBudget budget);

    /** The decision for one candidate, at the usual budget. */
    default Decision decide(String prompt, Candidate candidate) {
        return ask(prompt, ErrorBudget.USUAL).decide(candidate);
    }

    /**
     * A new prompt and its budget, for one thread. What is costly to find out is found out for the first few candidates only, so
     * the nearest are to be asked about first.
     */
    interface Question {
        /** The decision for one candidate. */
        Decision decide(Candidate candidate);

        /** Whether a stored prompt surely asks for something else, so that its image is a wrong answer. */
        default boolean contradicts(String prompt) {
            return false;
        }

        /**
         * All that decides about a stored prompt whose image shows what it says; empty where this gate cannot tell.
         *
         * @param similarity of both prompts
         */
        default Optional<Explanation> explained(String prompt, double similarity) {
            return Optional.empty();
        }
    }

    /**
     * A gate that lets nothing through: what stands in for a calibration that is missing.
     *
     * @param reason a sentence: what is missing and what to do
     */
    static Gate closed(String reason) {
        return new ClosedGate(reason);
    }

    /** A gate for a model that has no calibration of its own: by what the texts say. */
    static Gate byText(TextJudge judge) {
        return new CalibratedGate(Optional.empty(), Optional.of(judge));
    }

    /**
     * A remembered image near a new prompt, with the evidence for and against reusing it.
     *
     * @param prompt the stored prompt as its caller wrote it
     * @param cut whether the new or the stored prompt is longer than a model's window, so that no vector knows its end
     * @param promptSimilarity cosine of the new and the stored prompt in prompt space, in [−1, 1]
     * @param imageSimilarity cosine of the new prompt and the stored <em>image</em> in the joint space, in [−1, 1];
     *        empty when the search model sees no images
     * @param sight what else the search model can tell of the image
     */
    record Candidate(String prompt, boolean cut, double promptSimilarity, OptionalDouble imageSimilarity,
            Sight sight) {

        private static final double ROUNDING = 1e-6;

        /** A candidate of which the search model can tell no more than that. */
        public Candidate(String prompt, boolean cut, double promptSimilarity, OptionalDouble imageSimilarity) {
            this(prompt, cut, promptSimilarity, imageSimilarity, Sight.NONE);
        }

        /** Refuses what is not a cosine. */
        public Candidate {
            requireCosine("promptSimilarity", promptSimilarity);
            imageSimilarity.ifPresent(value -> requireCosine("pictureSimilarity", value));
        }

        private static void requireCosine(String name, double value) {
            if (!(Math.abs(value) <= 1 + ROUNDING)) {
                throw new IllegalArgumentException("%s must be from -1 to 1, found %s".formatted(name, value));
            }
        }
    }

    /** What the search model can tell of a stored image and of texts; it takes milliseconds a new text. */
    interface Sight {
        /** It tells nothing. */
        Sight NONE = new Sight() {
            @Override
            public OptionalDouble image(String text) {
                return OptionalDouble.empty();
            }

            @Override
            public OptionalDouble texts(String one, String other) {
                return OptionalDouble.empty();
            }
        };

        /** Cosine of a text and the image in the joint space, in [−1, 1]; empty when it sees no images. */
        OptionalDouble image(String text);

        /** Cosine of two texts in the same space; empty when there is none. */
        OptionalDouble texts(String one, String other);
    }

    /**
     * What a gate says of a candidate. Every decision carries the similarity of the two prompts, the similarity that would
     * have been needed, and one sentence for a person.
     */
    sealed interface Decision {
        /** Cosine of the new and the stored prompt, in [−1, 1]. */
        double similarity();

        /** The smallest similarity this gate accepts; above 1 when it accepts none. */
        double needed();

        /** Why, in a sentence. */
        String reason();

        /** RETURN, REFINE or MISS. */
        default String kind() {
            return switch (this) {
                case Return found -> "RETURN";
                case Refine found -> "REFINE";
                case Miss found -> "MISS";
            };
        }

        /** The remembered image answers the new prompt. */
        record Return(double similarity, double needed, String reason) implements Decision {}

        /**
         * It does not, and is near enough to begin from.
         *
         * @param image cosine of the new prompt and the image; of several the one that shows most is the best to begin from
         * @param share of the steps that may be left out, in (0, 1)
         */
        record Refine(double similarity, double needed, double image, double share,
                String reason) implements Decision {}

        /** It does not. */
        record Miss(double similarity, double needed, String reason) implements Decision {}
    }
}
