package io.dreamcacher.api;

import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.gate.Explanation;
import io.dreamcacher.memory.AnswerHistory;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Which prompts an image answered from memory, and why.
 *
 * @param id its name
 * @param prompt that made it
 * @param asked the prompts it answered, the last first
 */
public record ImageHistory(String id, String prompt, List<AnsweredPrompt> asked) {
    /** Refuses to be without its list. */
    public ImageHistory {
        asked = List.copyOf(asked);
    }

    /** What a memory knows of it. */
    public static ImageHistory of(AnswerHistory history) {
        return new ImageHistory(history.generation().id().value(), history.generation().recipe().prompt(),
                history.asked().stream().map(AnsweredPrompt::of).toList());
    }

    /**
     * A prompt it answered.
     *
     * @param prompt as it was last asked for
     * @param outcome EXACT or SIMILAR, the last time
     * @param similarity of both prompts; absent where nobody computed it
     * @param uses how often
     * @param lastAt when last
     * @param reasons why, as it would be decided now: one, or none for the image's own prompt
     */
    public record AnsweredPrompt(String prompt, String outcome, OptionalDouble similarity, long uses, Instant lastAt,
            List<Reasons> reasons) {
        /** Refuses to be without its list. */
        public AnsweredPrompt {
            reasons = List.copyOf(reasons);
        }

        static AnsweredPrompt of(AnswerHistory.Answered asked) {
            Statistics.Answering answering = asked.answering();
            return new AnsweredPrompt(answering.prompt(), answering.kind().name(), answering.similarity(),
                    answering.uses(), answering.at(),
                    asked.explanation().stream().map(found -> Reasons.of(found, asked.change())).toList());
        }
    }

    /**
     * What decides about a pair of prompts.
     *
     * @param decision RETURN, REFINE or MISS
     * @param reason why
     * @param findings what both disagree about
     * @param probability that an image of the stored prompt answers the asked one; absent where too little is known
     * @param needed the least that keeps to the budget; absent where none does
     * @param change what would change the decision
     */
    public record Reasons(String decision, String reason, List<String> findings, OptionalDouble probability,
            OptionalDouble needed, String change) {
        /** Refuses to be without its list. */
        public Reasons {
            findings = List.copyOf(findings);
        }

        static Reasons of(Explanation found, String change) {
            return new Reasons(found.decision().kind(), found.decision().reason(), found.findings(),
                    found.probability(), found.needed(), change);
        }
    }
}
