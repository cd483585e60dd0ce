package io.dreamcacher.gate;

import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.Evidence;
import io.dreamcacher.reuse.PromptComparer;
import io.dreamcacher.reuse.PromptContent;
import io.dreamcacher.reuse.RecentlyRead;
import io.dreamcacher.reuse.TextJudge;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Returns a remembered image when the {@link Guard} finds no difference between the prompts, and they have the same words, or the
 * model's calibration, which has seen the image, makes it likely enough that it answers, or else what the texts say does; then the
 * image, where there is a calibration, must still show what is asked for. Fails closed: a prompt longer than the model's window, or an image nobody has seen,
 * is a miss. Of what is a miss some images are near enough to begin from.
 */
final class CalibratedGate implements Gate {
    /** How many candidates of a question the verifier reads; it takes milliseconds a pair. */
    private static final int MOST_READ = 4;

    /** How long the pairs are that it reads after the first: its time grows with their length. */
    private static final int MOST_CHARACTERS = 1000;

    /** How many have their words compared, which may tell that the verifier need not read them; a new prompt takes a millisecond. */
    private static final int MOST_COMPARED = 8;

    /** How many candidates of a question are looked at phrase by phrase; a new phrase takes milliseconds. */
    private static final int MOST_SEEN = 8;

    /** Above every similarity. */
    private static final double UNREACHABLE = 2;

    /** Prompts whose content is kept; each takes about a kilobyte. */
    private static final int MOST_PROMPTS = 2048;

    private final Guard guard = new Guard();
    private final RecentlyRead<PromptContent> contents = new RecentlyRead<>(MOST_PROMPTS);
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
        PromptContent asked = content(prompt);
        return new CalibratedQuestion(prompt, asked, budget, guard.prepare(asked.text()));
    }

    private PromptContent content(String prompt) {
        return contents.get(prompt, PromptContent::of);
    }

    /** A prepared prompt and its budget. */
    final class CalibratedQuestion implements Gate.Question {
        private final String prompt;
        private final PromptContent asked;
        private final ErrorBudget budget;
        private final Guard.GuardQuestion structure;
        private TextJudge.@Nullable TextQuestion text;
        private int compared;
        private int read;
        private int characters;
        private int seen;

        private CalibratedQuestion(String prompt, PromptContent asked, ErrorBudget budget,
                Guard.GuardQuestion structure) {
            this.prompt = prompt;
            this.asked = asked;
            this.budget = budget;
            this.structure = structure;
        }

        @Override
        public Gate.Decision decide(Gate.Candidate candidate) {
            if (candidate.cut()) {
                return new Gate.Decision.Miss(candidate.promptSimilarity(), UNREACHABLE,
                        "One of the prompts is longer than the model reads, so only an exact repeat of it "
                                + "is answered from memory.");
            }
            PromptContent stored = content(candidate.prompt());
            return orRefined(candidate, stored, decide(candidate, stored, structure.with(stored.text()),
                    () -> looked(candidate, stored), () -> read(stored)));
        }

        @Override
        public boolean contradicts(String prompt) {
            return structure.with(content(prompt).text()).difference().isPresent();
        }

        @Override
        public Optional<Explanation> explained(String prompt, double similarity) {
            return judge.isEmpty()
                    ? Optional.empty()
                    : Optional.of(explain(new Gate.Candidate(prompt, false, similarity, OptionalDouble.of(1))));
        }

        /** All that decides about a candidate; needs a judge. */
        Explanation explain(Gate.Candidate candidate) {
            PromptContent stored = content(candidate.prompt());
            Guard.GuardedPair guarded = structure.with(stored.text());
            Stream<String> differences = guarded.differences().map(Difference::reason);
            TextJudge.Judgement judgement = text(judge.orElseThrow()).judge(stored, budget);
            Optional<ModelJudgement> model = model(candidate, stored);
            Gate.Decision decision = orRefined(candidate, stored, decide(candidate, stored,
                    guarded, () -> model, () -> Optional.of(judgement)));
            Optional<String> objection = decision instanceof Gate.Decision.Return
                    ? Optional.empty()
                    : objection(stored, guarded);
            return new Explanation(Stream.concat(differences, objection.stream()).toList(),
                    candidate.promptSimilarity(),
                    judgement.probability(), judgement.needed(), judgement.evidence(), decision, model);
        }

        /** A miss whose image shows enough of what is asked to begin from, whatever it shows besides. */
        private Gate.Decision orRefined(Gate.Candidate candidate, PromptContent stored, Gate.Decision decision) {
            if (!(decision instanceof Gate.Decision.Miss) || candidate.imageSimilarity().isEmpty()) {
                return decision;
            }
            double image = candidate.imageSimilarity().getAsDouble();
            return calibration.filter(fitted -> fitted.domain().contains(asked.text())
                    && fitted.domain().contains(stored.text()))
                    .flatMap(fitted -> fitted.refining()
                            .stream()
                            .filter(step -> image >= step.similarity())
                            .max(Comparator.comparingDouble(Calibration.RefineStep::share))).<Gate
                                    .Decision>map(
                                            step -> new Gate.Decision.Refine(decision.similarity(), decision.needed(),
                                                    image,
                                                    step.share(), decision.reason()))
                    .orElse(decision);
        }

        private Gate.Decision decide(Gate.Candidate candidate, PromptContent stored, Guard.GuardedPair guarded,
                Supplier<Optional<ModelJudgement>> model, Supplier<Optional<TextJudge.Judgement>> judgement) {
            Optional<Difference> difference = guarded.difference();
            if (difference.isPresent()) {
                return miss(candidate, UNREACHABLE, difference.get().reason());
            }
            if (asked.sameWords(stored)) {
                return shown(candidate, candidate.promptSimilarity(),
                        "The same words, but for case, punctuation or words that only ask for quality.");
            }
            if (asked.turnedRound(stored)) {
                return shown(candidate, candidate.promptSimilarity(), "The same two phrases in the other order.");
            }
            Optional<ModelJudgement> found = model.get();
            if (found.filter(ModelJudgement::isEnough).isPresent()) {
                return new Gate.Decision.Return(candidate.promptSimilarity(),
                        Math.min(found.get().leastSimilarity(), candidate.promptSimilarity()),
                        sentence("Same thing in other words: probability %.3f, %.3f needed.", found.get().probability(),
                                found.get().needed()));
            }
            Optional<String> objection = objection(stored, guarded);
            if (objection.isPresent()) {
                return found.map(less -> notEnough(candidate, found))
                        .orElseGet(() -> miss(candidate, UNREACHABLE, objection.get()));
            }
            return judgement.get()
                    .filter(TextJudge.Judgement::isEnough)
                    .map(enough -> shown(candidate, candidate.promptSimilarity(),
                            sentence("Same thing in other words: probability %.3f, %.3f needed.",
                                    enough.probability().getAsDouble(), enough.needed().getAsDouble())))
                    .orElseGet(() -> notEnough(candidate, found));
        }

        /** Why the texts alone must not decide. */
        private Optional<String> objection(PromptContent stored, Guard.GuardedPair guarded) {
            return guarded.oneSided()
                    .map(Difference::reason)
                    .or(() -> judge.filter(able -> compared < MOST_COMPARED)
                            .flatMap(able -> text(able).objection(stored)));
        }

        private Gate.Decision notEnough(Gate.Candidate candidate, Optional<ModelJudgement> model) {
            return model
                    .map(found -> miss(candidate, found.leastSimilarity(),
                            sentence("Not close enough: probability %.3f, %.3f needed.", found.probability(),
                                    found.needed())))
                    .orElseGet(() -> miss(candidate, UNREACHABLE, "What is remembered does not surely say the same."));
        }

        /** What the model's calibration says, of the first few. */
        private Optional<ModelJudgement> looked(Gate.Candidate candidate, PromptContent stored) {
            if (seen == MOST_SEEN) {
                return Optional.empty();
            }
            seen++;
            return model(candidate, stored);
        }

        /** Empty where the calibration says nothing of the pair, or knows too little. */
        private Optional<ModelJudgement> model(Gate.Candidate candidate, PromptContent stored) {
            return calibration.filter(fitted -> fitted.domain().contains(asked.text(), stored.text()))
                    .flatMap(fitted -> ModelJudgement.of(fitted.fit(), evidence(fitted, candidate, stored), budget));
        }

        private Evidence evidence(Calibration fitted, Gate.Candidate candidate, PromptContent stored) {
            if (judge.isEmpty()) {
                return ImageEvidence.of(prompt, candidate, PromptComparer.PhraseDifference.NONE);
            }
            TextJudge.TextQuestion words = text(judge.get());
            Evidence found = ImageEvidence.of(prompt, candidate, words.differing(stored));
            return fitted.fit().weighsWords() ? found.and(words.count(stored)) : found;
        }

        /** What the judge says, of the first few that it may find the same. */
        private Optional<TextJudge.Judgement> read(PromptContent stored) {
            if (judge.isEmpty() || read == MOST_READ || compared == MOST_COMPARED) {
                return Optional.empty();
            }
            TextJudge.TextQuestion words = text(judge.get());
            compared++;
            if (!words.mayBeEnough(stored, budget)) {
                return Optional.empty();
            }
            characters += asked.text().length() + stored.text().length();
            if (read > 0 && characters > MOST_CHARACTERS) {
                return Optional.empty();
            }
            read++;
            return Optional.of(words.judge(stored, budget));
        }

        private TextJudge.TextQuestion text(TextJudge able) {
            TextJudge.TextQuestion prepared = text;
            if (prepared == null) {
                prepared = able.prepare(asked);
                text = prepared;
            }
            return prepared;
        }

        /** Of words it was not fitted on the model's pictures say nothing, so they are not asked; nor are pictures that nobody drew. */
        private Gate.Decision shown(Gate.Candidate candidate, double needed, String why) {
            OptionalDouble image = candidate.imageSimilarity();
            Optional<Calibration> able = calibration.filter(fitted -> fitted.domain().contains(asked.text()))
                    .filter(fitted -> !(candidate.sight() instanceof TypicalSight));
            if (able.isPresent() && image.isEmpty()) {
                return miss(candidate, UNREACHABLE,
                        "The search model sees no pictures, so nobody can tell whether the remembered one "
                                + "shows what is asked for.");
            }
            double least = able.map(fitted -> fitted.fit().leastImage()).orElse(UNREACHABLE);
            if (able.isPresent() && image.orElseThrow() < least) {
                return miss(candidate, UNREACHABLE, sentence(
                        "The remembered picture does not show it well enough: similarity %.2f, %.2f needed.",
                        image.getAsDouble(), least));
            }
            return new Gate.Decision.Return(candidate.promptSimilarity(), needed, why);
        }

        private Gate.Decision miss(Gate.Candidate candidate, double needed, String reason) {
            return new Gate.Decision.Miss(candidate.promptSimilarity(), needed, reason);
        }
    }

    /** Digits as the format says, or two more where those would show what misses as what is needed. */
    private static String sentence(String format, double found, double needed) {
        String digits = format.contains("%.3f") ? "%.3f" : "%.2f";
        boolean tooRound = found < needed
                && String.format(Locale.ROOT, digits, found).equals(String.format(Locale.ROOT, digits, needed));
        String more = digits.equals("%.3f") ? "%.5f" : "%.4f";
        return String.format(Locale.ROOT, tooRound ? format.replace(digits, more) : format, found, needed);
    }
}
