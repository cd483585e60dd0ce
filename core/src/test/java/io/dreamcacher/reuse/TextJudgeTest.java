package io.dreamcacher.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.gate.Gate;
import io.dreamcacher.reuse.TextCalibration.Point;
import io.dreamcacher.reuse.TextCalibration.Term;
import io.dreamcacher.reuse.TextCalibration.Threshold;
import io.dreamcacher.testkit.reuse.FakeVerifier;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextJudgeTest {
    private static final String ASKED = "a lamp";
    private static final String HOPELESS = "a tall lamp with a shade of silk on a table of oak";

    private final FakeVerifier verifier = new FakeVerifier();
    private final TextJudge judge = new TextJudge(new TextEvidence(new CountsWords(), verifier),
            new TextCalibration(verifier.description(),
                    new Likelihood(0,
                            List.of(new Term(TextCalibration.VERIFIER, -4, 4, 1), new Term("longer", 0, 12, -1)),
                            List.of(new Point(-12, 0), new Point(12, 1))),
                    List.of(), List.of(), Map.of(),
                    List.of(new Threshold(0.01, 0.6, 0.6))));

    /** By how many words the stored prompt is longer. */
    private static final class CountsWords implements PromptComparer {
        @Override
        public List<Feature> features() {
            return List.of(new Feature("longer", Effect.AGAINST));
        }

        @Override
        public ReadPrompt prepare(String prompt) {
            return stored -> new Evidence(Map.of("longer", (double) Math.max(0, words(stored) - words(prompt))));
        }

        private static int words(String prompt) {
            return prompt.split(" ").length;
        }
    }

    @Test
    void mayBeEnough_whereNoVerdictWouldDo_isFalse() {
        TextJudge.TextQuestion question = judge.prepare(PromptContent.of(ASKED));

        assertThat(question.mayBeEnough(PromptContent.of("an old lamp"), ErrorBudget.USUAL)).isTrue();
        assertThat(question.mayBeEnough(PromptContent.of(HOPELESS), ErrorBudget.USUAL)).isFalse();
        assertThat(question.mayBeEnough(PromptContent.of("an old lamp"), new ErrorBudget(0.001))).isFalse();
        assertThat(verifier.pairs()).isZero();
    }

    /** Whatever is passed over would have been turned down. */
    @Test
    void mayBeEnough_isTrueOfAllThatIsEnough() {
        TextJudge.TextQuestion question = judge.prepare(PromptContent.of(ASKED));

        for (int more = 0; more < 12; more++) {
            PromptContent stored = PromptContent.of(ASKED + " so".repeat(more));
            if (question.judge(stored, ErrorBudget.USUAL).isEnough()) {
                assertThat(question.mayBeEnough(stored, ErrorBudget.USUAL)).isTrue();
            }
        }
    }

    @Test
    void gate_hopelessNeighbours_keepTheVerifierFreeForTheNext() {
        Gate.Question question = Gate.byText(judge).ask(ASKED, ErrorBudget.USUAL);

        IntStream.range(0, 6)
                .forEach(i -> assertThat(question.decide(candidate(HOPELESS + " so".repeat(i))))
                        .isInstanceOf(Gate.Decision.Miss.class));
        assertThat(verifier.pairs()).isZero();
        assertThat(question.decide(candidate("a lamp there"))).isInstanceOf(Gate.Decision.Return.class);
        assertThat(verifier.pairs()).isOne();
    }

    @Test
    void gate_manyNeighbours_comparesTheFirstEight() {
        Gate.Question question = Gate.byText(judge).ask(ASKED, ErrorBudget.USUAL);

        IntStream.range(0, 8).forEach(i -> question.decide(candidate(HOPELESS + " so".repeat(i))));

        assertThat(question.decide(candidate("a lamp there"))).isInstanceOf(Gate.Decision.Miss.class);
    }

    /** The verifier's time grows with the length of what it reads. */
    @Test
    void gate_longNeighbours_areReadWhileThereIsTime() {
        String asked = "lamp ".repeat(60).strip();
        Gate.Question question = Gate.byText(judge).ask(asked, ErrorBudget.USUAL);

        IntStream.range(0, 4).forEach(i -> question.decide(candidate(asked + " so".repeat(i + 1))));

        assertThat(verifier.pairs()).isOne();
    }

    private static Gate.Candidate candidate(String prompt) {
        return new Gate.Candidate(prompt, false, 0.9, OptionalDouble.empty());
    }
}
