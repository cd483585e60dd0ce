package io.dreamcacher.memory;

import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.gate.Explanation;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.reuse.ErrorBudget;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which prompts an image answered from memory, and why.
 *
 * @param generation the image
 * @param asked the last first
 */
public record AnswerHistory(Generation generation, List<Answered> asked) {
    private static final List<ErrorBudget> BUDGETS = List.of(new ErrorBudget(0.001), new ErrorBudget(0.0025),
            new ErrorBudget(0.005), new ErrorBudget(0.01), new ErrorBudget(0.02), new ErrorBudget(0.05),
            new ErrorBudget(0.1), new ErrorBudget(0.2), new ErrorBudget(0.5));

    /** Takes an unmodifiable copy. */
    public AnswerHistory {
        asked = List.copyOf(asked);
    }

    /**
     * A prompt it answered.
     *
     * @param answering how often, and when last
     * @param explanation of the pair as it would be decided now; empty for its own prompt, or where nobody can tell
     * @param change what would change the decision, in a sentence; empty where nothing is explained
     */
    public record Answered(Statistics.Answering answering, Optional<Explanation> explanation, String change) {
        static Answered of(Statistics.Answering answering, ErrorBudget budget,
                Function<ErrorBudget, Optional<Explanation>> explained) {
            Optional<Explanation> now = explained.apply(budget);
            return new Answered(answering, now, now.map(found -> change(found, explained)).orElse(""));
        }

        private static String change(Explanation now, Function<ErrorBudget, Optional<Explanation>> explained) {
            if (!now.findings().isEmpty()) {
                return "No budget would let it answer; only somebody who judges it right.";
            }
            Optional<ErrorBudget> least = BUDGETS.stream()
                    .filter(budget -> returns(explained.apply(budget)))
                    .findFirst();
            return least.map(budget -> budget.equals(BUDGETS.getFirst())
                    ? "It answers at every budget; only somebody who judges it wrong would end that."
                    : "It answers from a budget of %s on.".formatted(budget))
                    .orElse("No budget would let it answer; only somebody who judges it right.");
        }

        private static boolean returns(Optional<Explanation> found) {
            return found.filter(one -> one.decision() instanceof Gate.Decision.Return).isPresent();
        }
    }
}
