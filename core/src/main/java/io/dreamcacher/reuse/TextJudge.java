package io.dreamcacher.reuse;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Says of two prompts how likely an image of the one answers the other, by their texts alone, and whether that is likely enough
 * for a budget. Thread-safe.
 */
public final class TextJudge {
    private final TextEvidence evidence;
    private final TextCalibration calibration;

    /** A judge by this evidence, which the calibration was fitted on. */
    public TextJudge(TextEvidence evidence, TextCalibration calibration) {
        this.evidence = evidence;
        this.calibration = calibration;
    }

    /** Prepares an asked prompt for all its candidates. */
    public TextQuestion prepare(PromptContent asked) {
        return new TextQuestion(evidence.prepare(asked));
    }

    private Judgement judgement(Evidence found, ErrorBudget budget) {
        OptionalDouble needed = evidence.isBy(calibration.verifier())
                ? calibration.needed(found, budget)
                : OptionalDouble.empty();
        return new Judgement(found, calibration.probability(found), needed);
    }

    /** An asked prompt, ready to be judged with stored ones. Thread-safe. */
    public final class TextQuestion {
        private final TextEvidence.EvidenceQuestion prepared;

        private TextQuestion(TextEvidence.EvidenceQuestion prepared) {
            this.prepared = prepared;
        }

        /** What the texts say. */
        public Judgement judge(PromptContent stored, ErrorBudget budget) {
            return judgement(prepared.compare(stored), budget);
        }

        /** Whether it may turn out to be enough: whether it would be if the verifier were as sure as can be. */
        public boolean mayBeEnough(PromptContent stored, ErrorBudget budget) {
            Evidence atBest = prepared.count(stored).with(TextCalibration.VERIFIER, Double.MAX_VALUE);
            return judgement(atBest, budget).isEnough();
        }

        /** Why the texts alone must not decide, if there is a reason; cheap. */
        public Optional<String> objection(PromptContent stored) {
            return prepared.objection(stored);
        }

        /** What the words alone tell, without the verifier. */
        public Evidence count(PromptContent stored) {
            return prepared.count(stored);
        }

        /** The phrases that only one of the two has. */
        public PromptComparer.PhraseDifference differing(PromptContent stored) {
            return prepared.differing(stored);
        }
    }

    /**
     * What two prompts' texts say.
     *
     * @param evidence what was found out
     * @param probability that an image of the stored prompt answers the asked one; empty when too little is known
     * @param needed the least that keeps to the budget; empty where none does
     */
    public record Judgement(Evidence evidence, OptionalDouble probability, OptionalDouble needed) {
        /** Whether it is likely enough. */
        public boolean isEnough() {
            return probability.isPresent() && needed.isPresent() && probability.getAsDouble() >= needed.getAsDouble();
        }
    }
}
