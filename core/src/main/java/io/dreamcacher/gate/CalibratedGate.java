package io.dreamcacher.gate;

import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.PromptContent;
import io.dreamcacher.reuse.TextJudge;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Returns a remembered image when the {@link Guard} finds no difference between the prompts, their texts are the same or are
 * judged to say the same, or their vectors are as near as the model's calibration asks, and the image, where there is a
 * calibration, shows it. Fails closed: a prompt longer than the model's window, or an image nobody has seen, is a miss.
 */
final class CalibratedGate implements Gate {
    /** How many candidates of a question the verifier reads; it takes milliseconds a pair. */
    private static final int MOST_READ = 4;

    /** Above every similarity. */
    private static final double UNREACHABLE = 2;

    private final Guard guard = new Guard();
    private final Optional<Calibration> calibration;
    private final Optional<TextJudge> judge;

    /**
     * A gate.
     *
     * @param calibration of the model, fitted with the memory's search model
     * @param judge of the texts
     */
    CalibratedGate(Optional<Calibration> calibration, Optional<TextJudge> judge) {
        this.calibration = calibration;
        this.judge = judge;
    }

    @Override
    public Gate.Question ask(String prompt, ErrorBudget budget) {
        return question(prompt, budget);
    }

    /** The same, which can be explained as well. */
    CalibratedQuestion question(String prompt, ErrorBudget budget) {
        PromptContent asked = PromptContent.of(prompt);
        return new CalibratedQuestion(asked, budget, guard.prepare(asked.text()), applicable(asked, budget));
    }

    /** The calibration, where it holds for this prompt and keeps to this budget. */
    private Optional<Calibration> applicable(PromptContent asked, ErrorBudget budget) {
        return calibration.filter(fitted -> fitted.domain().contains(asked.text())
                && fitted.measured().errorBudget() <= budget.share());
    }

    private double needed() {
        return calibration.map(fitted -> fitted.thresholds().promptSimilarity()).orElse(UNREACHABLE);
    }

    /** A prepared prompt and its budget. */
    final class CalibratedQuestion implements Gate.Question {
        private final PromptContent asked;
        private final ErrorBudget budget;
        private final Guard.GuardedPrompt structure;
        private final Optional<Calibration> applicable;
        private TextJudge.@Nullable TextQuestion text;
        private int read;

        private CalibratedQuestion(PromptContent asked, ErrorBudget budget, Guard.GuardedPrompt structure,
                Optional<Calibration> applicable) {
            this.asked = asked;
            this.budget = budget;
            this.structure = structure;
            this.applicable = applicable;
        }

        @Override
        public Gate.Decision decide(Gate.Candidate candidate) {
            if (candidate.cut()) {
                return miss(candidate,
                        "One of the prompts is longer than the model reads, so only an exact repeat of it "
                                + "is answered from memory.");
            }
            PromptContent stored = PromptContent.of(candidate.prompt());
            return decide(candidate, stored, structure.difference(stored.text()), () -> read(stored));
        }

        @Override
        public boolean contradicts(String prompt) {
            return structure.difference(PromptContent.of(prompt).text()).isPresent();
        }

        @Override
        public Optional<Explanation> explained(String prompt, double similarity) {
            return judge.isEmpty() ? Optional.empty() : Optional.of(explain(prompt, similarity));
        }

        /** All that decides about a stored prompt whose image shows what it says; needs a judge. */
        Explanation explain(String prompt, double similarity) {
            PromptContent stored = PromptContent.of(prompt);
            List<Difference> differences = structure.differences(stored.text()).toList();
            TextJudge.Judgement judgement = judgement(judge.orElseThrow(), stored);
            Gate.Decision decision = decide(new Gate.Candidate(prompt, false, similarity, OptionalDouble.of(1)), stored,
                    differences.stream().findFirst(), () -> Optional.of(judgement));
            return new Explanation(differences.stream().map(Difference::reason).toList(), similarity,
                    judgement.probability(), judgement.needed(), judgement.evidence(), decision);
        }

        private Gate.Decision decide(Gate.Candidate candidate, PromptContent stored, Optional<Difference> difference,
                Supplier<Optional<TextJudge.Judgement>> judgement) {
            if (difference.isPresent()) {
                boolean far = calibration.isPresent() && candidate.promptSimilarity() < needed();
                return miss(candidate, (far ? notEnough(candidate) + " " : "") + difference.get().reason());
            }
            Optional<String> why = sameText(stored, candidate.promptSimilarity(), judgement);
            return why.isEmpty() ? miss(candidate, notEnough(candidate)) : shown(candidate, why.get());
        }

        /** Why the texts ask for the same; empty when they may not. */
        private Optional<String> sameText(PromptContent stored, double similarity,
                Supplier<Optional<TextJudge.Judgement>> judgement) {
            if (asked.sameWords(stored)) {
                return Optional.of("The same words, but for case, punctuation or words that only ask for quality.");
            }
            if (asked.turnedRound(stored)) {
                return Optional.of("The same two phrases in the other order.");
            }
            Optional<Double> threshold = applicable.filter(fitted -> fitted.domain().contains(stored.text()))
                    .map(fitted -> fitted.thresholds().promptSimilarity());
            if (threshold.isPresent() && similarity >= threshold.get()) {
                return Optional.of(sentence("Same thing in other words: similarity %.2f, %.2f needed.", similarity,
                        threshold.get()));
            }
            return judgement.get()
                    .filter(TextJudge.Judgement::isEnough)
                    .map(enough -> sentence("Same thing in other words: probability %.3f, %.3f needed.",
                            enough.probability().getAsDouble(), enough.needed().getAsDouble()));
        }

        /** What the judge says, of the first few. */
        private Optional<TextJudge.Judgement> read(PromptContent stored) {
            if (judge.isEmpty() || read == MOST_READ) {
                return Optional.empty();
            }
            read++;
            return Optional.of(judgement(judge.get(), stored));
        }

        private TextJudge.Judgement judgement(TextJudge able, PromptContent stored) {
            TextJudge.TextQuestion prepared = text;
            if (prepared == null) {
                prepared = able.prepare(asked);
                text = prepared;
            }
            return prepared.judge(stored, budget);
        }

        private String notEnough(Gate.Candidate candidate) {
            return calibration.isPresent()
                    ? sentence("Not close enough: similarity %.2f, %.2f needed.", candidate.promptSimilarity(),
                            needed())
                    : "What is remembered does not surely say the same.";
        }

        private Gate.Decision shown(Gate.Candidate candidate, String why) {
            OptionalDouble image = candidate.imageSimilarity();
            if (calibration.isPresent() && image.isEmpty()) {
                return miss(candidate,
                        "The search model sees no pictures, so nobody can tell whether the remembered one "
                                + "shows what is asked for.");
            }
            double least = calibration.map(fitted -> fitted.thresholds().imageSimilarity()).orElse(-UNREACHABLE);
            if (image.isPresent() && image.getAsDouble() < least) {
                return miss(candidate, sentence(
                        "The remembered picture does not show it well enough: similarity %.2f, %.2f needed.",
                        image.getAsDouble(), least));
            }
            return new Gate.Decision.Return(candidate.promptSimilarity(),
                    Math.min(needed(), candidate.promptSimilarity()), why);
        }

        private Gate.Decision miss(Gate.Candidate candidate, String reason) {
            return new Gate.Decision.Miss(candidate.promptSimilarity(), needed(), reason);
        }
    }

    /** Digits as the format says, or two more where those would show what misses as what is needed. */
    private static String sentence(String format, double found, double needed) {
        String digits = format.contains("%.3f") ? "%.3f" : "%.2f";
        boolean tooRound = found < needed
                && String.format(Locale.ROOT, digits, found).equals(String.format(Locale.ROOT, digits, needed));
        return String.format(Locale.ROOT, tooRound ? format.replace(digits, "%.4f") : format, found, needed);
    }
}
