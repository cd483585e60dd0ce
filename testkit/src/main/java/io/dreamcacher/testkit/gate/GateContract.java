package io.dreamcacher.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.gate.Gate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Gate} must do, whatever it decides by. */
public abstract class GateContract {
    private static final List<String> PROMPTS = List.of("a red boat on the sea at sunset", "a crimson boat at sea",
            "a blue boat on the sea", "two boats on the sea", "a harbour without boats", "a harbour",
            "a harbour at night",
            "a sign that says \"OPEN\"", "a wolf to the left of a vase", "", "一只猫", "boat boat boat");

    /** For subclasses. */
    protected GateContract() {}

    /** The gate. */
    protected abstract Gate gate();

    /** Whether it lets anything through at all. */
    protected boolean opens() {
        return true;
    }

    private static Gate.Candidate certain(String prompt) {
        return new Gate.Candidate(prompt, false, 1, OptionalDouble.of(1));
    }

    private static List<Question> questions(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> new Question(PROMPTS.get(random.nextInt(PROMPTS.size())),
                        new Gate.Candidate(PROMPTS.get(random.nextInt(PROMPTS.size())), random.nextInt(10) == 0,
                                random.nextDouble(-1, 1),
                                random.nextInt(10) == 0
                                        ? OptionalDouble.empty()
                                        : OptionalDouble.of(random.nextDouble(-1, 1)))))
                .toList();
    }

    private record Question(String prompt, Gate.Candidate candidate) {
        Gate.Decision ask(Gate gate) {
            return gate.decide(prompt, candidate);
        }
    }

    @Test
    void decide_theSamePromptWithEverySign_isReturnedUnlessTheGateIsClosed() {
        for (String prompt : PROMPTS) {
            assertThat(gate().decide(prompt, certain(prompt)) instanceof Gate.Decision.Return).as(prompt)
                    .isEqualTo(opens());
        }
    }

    @Test
    void decide_whatever_saysWhyAndByWhichSimilarity() {
        for (Question question : questions(1, 300)) {
            Gate.Decision decision = question.ask(gate());

            assertThat(decision.similarity()).isEqualTo(question.candidate.promptSimilarity());
            assertThat(decision.reason()).isNotBlank().endsWith(".");
            if (decision instanceof Gate.Decision.Return) {
                assertThat(decision.similarity()).as(decision.reason()).isGreaterThanOrEqualTo(decision.needed());
            }
            if (!opens()) {
                assertThat(decision.needed()).as("a closed gate accepts no cosine").isGreaterThan(1);
            }
        }
    }

    /** What no vector knows the end of must not be taken for the same. */
    @Test
    void decide_promptThatWasCut_isAMiss() {
        for (String prompt : PROMPTS) {
            assertThat(gate().decide(prompt, new Gate.Candidate(prompt, true, 1, OptionalDouble.of(1))))
                    .isInstanceOf(Gate.Decision.Miss.class);
        }
    }

    /** Whoever passes with less passes with more. */
    @Test
    void decide_higherSimilarities_neverTurnAReturnIntoAMiss() {
        SplittableRandom random = new SplittableRandom(2);
        for (Question question : questions(3, 300)) {
            Gate.Candidate lower = question.candidate;
            Gate.Candidate higher = new Gate.Candidate(lower.prompt(), lower.cut(),
                    random.nextDouble(lower.promptSimilarity(), 1), lower.imageSimilarity().isEmpty()
                            ? OptionalDouble.of(random.nextDouble(-1, 1))
                            : OptionalDouble.of(random.nextDouble(lower.imageSimilarity().getAsDouble(), 1)));
            if (question.ask(gate()) instanceof Gate.Decision.Return) {
                assertThat(gate().decide(question.prompt, higher)).isInstanceOf(Gate.Decision.Return.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a blue boat on the sea          | a red boat on the sea
            two boats on the sea            | three boats on the sea
            two boats on the sea            | a boat on the sea
            a street without people         | a street with people
            a street with people            | a street without people
            a harbour at night              | a harbour at noon
            a wolf on the left              | a wolf on the right
            a cube on a sphere              | a sphere on a cube
            a sign that says "OPEN"         | a sign that says "CLOSED"
            """)
    void decide_promptsThatContradictEachOther_isAMissAtAnySimilarity(String asked, String stored) {
        assertThat(gate().decide(asked, certain(stored))).isInstanceOf(Gate.Decision.Miss.class);
    }

    /** A decision is about one candidate: it remembers no other one. */
    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void decide_inAnyOrder_isTheSame(long seed) {
        List<Question> questions = new ArrayList<>(questions(seed, 100));
        List<Gate.Decision> expected = questions.stream().map(question -> question.ask(gate())).toList();
        List<Integer> order = new ArrayList<>(IntStream.range(0, questions.size()).boxed().toList());
        Collections.shuffle(order, new Random(seed));

        Gate one = gate();

        for (int i : order) {
            assertThat(questions.get(i).ask(one)).isEqualTo(expected.get(i));
        }
    }

    @Test
    void decide_byManyThreads_isWhatOneDecides() throws InterruptedException, ExecutionException {
        List<Question> questions = questions(6, 200);
        Gate one = gate();
        List<Gate.Decision> expected = questions.stream().map(question -> question.ask(one)).toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<List<Gate.Decision>>> answers = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                answers.add(threads.submit(() -> questions.stream().map(question -> question.ask(one)).toList()));
            }
            for (Future<List<Gate.Decision>> answer : answers) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        }
    }
}
