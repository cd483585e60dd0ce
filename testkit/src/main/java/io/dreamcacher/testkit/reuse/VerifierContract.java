package io.dreamcacher.testkit.reuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.reuse.Verifier;
import io.dreamcacher.reuse.Verifier.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Verifier} must do. */
public abstract class VerifierContract {
    private static final List<String> PROMPTS = List.of("a red boat", "a boat",
            "two cats in the snow, highly detailed, 8k",
            "", " \t\n", "!?", ",", "\"", "[SEP] a cat", "一只猫", "मराठी", "한국어", "é\u0301🎈👩‍🚀", "A RED BOAT",
            "zero\u200bwidth \ufeff", "\ud83c lone \udf88", "\u0000\u0007", "x".repeat(300));

    private static final double TOLERANCE = 1e-6;

    private Verifier verifier;

    /** For subclasses. */
    @SuppressWarnings("NullAway") // opened before each test
    protected VerifierContract() {}

    /** The verifier, opened once more; all of a test give the same verdicts. */
    protected abstract Verifier open();

    @BeforeEach
    final void openOne() {
        verifier = open();
    }

    @AfterEach
    final void close() {
        verifier.close();
    }

    private Verdict verdict(String asked, String stored) {
        return verifier.verify(asked, List.of(stored)).getFirst();
    }

    private static void assertProbability(Verdict verdict) {
        assertThat(verdict.probability()).isGreaterThan(0).isLessThan(1);
    }

    @Test
    void description_always_isOfTheSameVerifier() {
        Verifier.Description description = verifier.description();
        assertThat(description.name()).isNotBlank();
        assertThat(description.fingerprint()).matches("[0-9a-f]{64}");
        var unused = verdict("a boat", "a red boat");
        assertThat(verifier.description()).isEqualTo(description);
        try (Verifier other = open()) {
            assertThat(other.description()).isEqualTo(description);
        }
    }

    @Test
    void verify_noStoredPrompts_hasNothingToSay() {
        assertThat(verifier.verify("a red boat", List.of())).isEmpty();
    }

    @Test
    void verify_anyPrompts_givesAProbability() {
        for (String asked : PROMPTS) {
            List<Verdict> verdicts = verifier.verify(asked, PROMPTS);
            assertThat(verdicts).hasSameSizeAs(PROMPTS).allSatisfy(VerifierContract::assertProbability);
        }
    }

    /** Nobody's verdict depends on who else is asked about. */
    @Test
    void verify_manyAtOnce_isWhatOneByOneIsInThatOrder() {
        List<String> reversed = new ArrayList<>(PROMPTS);
        Collections.reverse(reversed);
        for (List<String> stored : List.of(PROMPTS, reversed)) {
            List<Verdict> together = verifier.verify("a red boat", stored);
            for (int i = 0; i < stored.size(); i++) {
                Verdict alone = verdict("a red boat", stored.get(i));
                assertThat(together.get(i).probability()).isCloseTo(alone.probability(), within(TOLERANCE));
                assertThat(together.get(i).cut()).isEqualTo(alone.cut());
            }
        }
    }

    @Test
    void verify_again_isTheSameHereAndInAnotherInstance() {
        try (Verifier other = open()) {
            for (String asked : PROMPTS.subList(0, 4)) {
                List<Verdict> first = verifier.verify(asked, PROMPTS);
                assertThat(verifier.verify(asked, PROMPTS)).isEqualTo(first);
                assertThat(other.verify(asked, PROMPTS)).isEqualTo(first);
            }
        }
    }

    /** The stored prompt may say more, not less. */
    @Test
    void verify_storedSaysMore_isBetterThanLess() {
        double same = verdict("a red boat", "a red boat").probability();
        double more = verdict("a boat", "a red boat").probability();
        double less = verdict("a red boat", "a boat").probability();
        double other = verdict("a red boat", "two cats in the snow").probability();

        assertThat(more).isGreaterThan(less);
        assertThat(same).isGreaterThan(less).isGreaterThan(other);
    }

    @Test
    void verify_pairOfUsualLength_isNotCut() {
        String twentyWords = "a cat, ".repeat(10);
        assertThat(verdict(twentyWords, "a red boat").cut()).isFalse();
        assertThat(verdict(twentyWords, twentyWords).cut()).isFalse();
        assertThat(verdict("", "").cut()).isFalse();
    }

    /** What is beyond the window is said to be, on either side, and changes nothing. */
    @Test
    void verify_pairBeyondTheWindow_isCut() {
        String endless = "boat ".repeat(1200);
        for (String other : List.of("a cat", "boat ".repeat(600))) {
            Verdict askedCut = verdict(endless, other);
            assertThat(askedCut.cut()).isTrue();
            assertThat(verdict(endless + "cat", other)).isEqualTo(askedCut);
            Verdict storedCut = verdict(other, endless);
            assertThat(storedCut.cut()).isTrue();
            assertThat(verdict(other, endless + "cat")).isEqualTo(storedCut);
        }
    }

    @Test
    void verify_hugePrompts_ends() {
        for (String huge : List.of("a cat, ".repeat(15_000), "x".repeat(100_000), "!".repeat(100_000),
                "é".repeat(100_000), "猫".repeat(50_000), " ".repeat(100_000), "🎈".repeat(50_000))) {
            assertProbability(verdict(huge, "a boat"));
            assertProbability(verdict("a boat", huge));
            assertProbability(verdict(huge, huge));
        }
    }

    @Test
    void verify_byManyThreads_isWhatOneSays() throws InterruptedException, ExecutionException {
        List<Verdict> expected = verifier.verify("a red boat", PROMPTS);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<List<Verdict>>> answers = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                answers.add(threads.submit(() -> verifier.verify("a red boat", PROMPTS)));
            }
            for (Future<List<Verdict>> answer : answers) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        }
    }

    @Test
    void close_again_doesNothing() {
        Verifier other = open();
        var unused = other.verify("a red boat", List.of("a boat"));
        other.close();
        other.close();

        assertThatThrownBy(() -> other.verify("a red boat", List.of("a boat")))
                .isInstanceOf(IllegalStateException.class);
        assertProbability(verdict("a red boat", "a boat"));
    }
}
