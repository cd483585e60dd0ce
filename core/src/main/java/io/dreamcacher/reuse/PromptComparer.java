package io.dreamcacher.reuse;

import java.util.List;
import java.util.Optional;

/**
 * Compares an asked with a stored prompt by what they say. It is quick, microseconds a stored prompt that was read before, and
 * every candidate gets it. Implementations are deterministic and thread-safe.
 */
public interface PromptComparer {
    /** All that it may find out, in a stable order. */
    List<Feature> features();

    /** Prepares an asked prompt, once for all its candidates. */
    ReadPrompt prepare(String prompt);

    /** An asked prompt, ready to be compared; thread-safe. */
    interface ReadPrompt {
        /** What is known about it and a stored prompt. */
        Evidence compare(String stored);

        /**
         * Why their texts alone must not decide that an image of a stored prompt answers, whatever else is known about them: a sentence for a
         * person. Empty where there is nothing of the kind.
         */
        default Optional<String> objection(String stored) {
            return Optional.empty();
        }

        /** The phrases that only one of the two has; none where the comparer knows no phrases. */
        default PhraseDifference differing(String stored) {
            return PhraseDifference.NONE;
        }
    }

    /**
     * Phrases that only one of two prompts has, each in the order of its prompt.
     *
     * @param asked those of the asked prompt
     * @param stored those of the stored one
     */
    record PhraseDifference(List<String> asked, List<String> stored) {
        /** None differ. */
        public static final PhraseDifference NONE = new PhraseDifference(List.of(), List.of());

        /** Keeps copies. */
        public PhraseDifference {
            asked = List.copyOf(asked);
            stored = List.copyOf(stored);
        }
    }

    /**
     * One thing that may be found out.
     *
     * @param name of the number in {@link Evidence}
     * @param effect what more of it can mean; a calibration keeps to that
     */
    record Feature(String name, Effect effect) {}

    /** What more of a feature can mean for reuse. */
    enum Effect {
        /** It can only speak for it. */
        FOR,
        /** It can only speak against it. */
        AGAINST,
        /** Either. */
        EITHER
    }
}
