package io.dreamcacher.memory;

import static io.dreamcacher.memory.MemoryFixture.TESTER;
import static io.dreamcacher.memory.MemoryFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.catalogue.Statistics.Check;
import io.dreamcacher.catalogue.Statistics.CheckCost;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.request.MemoryUse;
import io.dreamcacher.reuse.ErrorBudget;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers by near images that are checked in the background; here each of them. */
@Timeout(60)
final class ReuseChecksTest {
    private static final String BOAT = "a red sailing boat on the sea at sunset";
    private static final String SAME_BOAT = "at sunset on the sea a red sailing boat";

    private final MemoryFixture fixture = new MemoryFixture(8);

    @BeforeEach
    void checkAll() {
        fixture.restartMemory(new MemoryParts.Policy(8, 0.005, 0, 1));
    }

    @AfterEach
    void close() {
        fixture.generator.release();
        fixture.close();
    }

    /** The line may not have noticed yet that the first image is done, and then this answer is not checked but the next. */
    private void askUntilChecked() {
        do {
            assertThat(fixture.askOne(request(SAME_BOAT)).outcome()).isInstanceOf(Outcome.Similar.class);
        } while (fixture.generator.started() < 2);
    }

    @Test
    void answer_similar_isGivenAtOnceAndCheckedBehindIt() {
        ImageAnswer boat = fixture.askOne(request(BOAT));
        fixture.generator.hold();

        askUntilChecked();

        fixture.generator.release();
        Check check = fixture.awaitChecks(1, Check.Kind.REUSED, Check.Kind.SAME).getFirst();
        assertThat(check.kind()).isIn(Check.Kind.REUSED, Check.Kind.SAME);
        assertThat(check.image()).isEqualTo(boat.id().orElseThrow());
        assertThat(check.loss()).as("both show it").isBetween(-0.3, 0.3);
        assertThat(check.likeness()).isGreaterThan(0.7);
        CheckCost cost = fixture.catalogue.checkCost(TESTER);
        assertThat(cost.images()).isEqualTo(1);
        assertThat(fixture.memory.stats(TESTER).totals().answered().generated()).as("it is no answer").isEqualTo(1);
        assertThat(fixture.memory.report(TESTER).wrong().isKnown()).isFalse();
    }

    @Test
    void answer_similarWhileOthersWait_isNotChecked() {
        fixture.askOne(request(BOAT));
        fixture.generator.hold();
        CompletableFuture<ImageAnswer> other = CompletableFuture.supplyAsync(
                () -> fixture.askOne(request("a black cat")),
                Thread::startVirtualThread);
        fixture.generator.awaitStarted(2);

        assertThat(fixture.askOne(request(SAME_BOAT)).outcome()).isInstanceOf(Outcome.Similar.class);

        fixture.generator.release();
        assertThat(other.join().id()).isPresent();
        assertThat(fixture.generator.started()).isEqualTo(2);
        assertThat(fixture.catalogue.checkCost(TESTER)).isEqualTo(new CheckCost(0, Duration.ZERO));
    }

    @Test
    void check_whenSomebodyAsks_givesWay() {
        fixture.askOne(request(BOAT));
        fixture.generator.hold();
        askUntilChecked();
        CompletableFuture<ImageAnswer> other = CompletableFuture.supplyAsync(
                () -> fixture.askOne(request("a black cat")),
                Thread::startVirtualThread);
        fixture.generator.awaitStarted(3);
        fixture.generator.release();

        assertThat(other.join().outcome()).isEqualTo(new Outcome.Generated());
        assertThat(fixture.catalogue.checks(TESTER, 10)).noneMatch(check -> check.kind() == Check.Kind.REUSED);
    }

    @Test
    void answer_turnedDown_isCheckedWithTheImageThatIsMadeAnyway() {
        fixture.gate = candidate -> new Gate.Decision.Miss(candidate.promptSimilarity(), 2, "Never.");
        fixture.askOne(request(BOAT));
        fixture.askOne(request(SAME_BOAT));

        assertThat(fixture.awaitChecks(1, Check.Kind.MISSED)).hasSize(1);
        assertThat(fixture.generator.started()).isEqualTo(2);
    }

    @Test
    void answer_fresh_isNotChecked() {
        fixture.askOne(request(BOAT));
        fixture.askOne(request(SAME_BOAT).withMemory(MemoryUse.REMEMBER_ONLY));
        fixture.askOne(request(BOAT));

        assertThat(fixture.catalogue.checks(TESTER, 10)).isEmpty();
        assertThat(fixture.generator.started()).isEqualTo(2);
    }

    @Test
    void why_remembered_namesWhatItAnswered() {
        ImageAnswer boat = fixture.askOne(request(BOAT));
        fixture.askOne(request(BOAT));
        fixture.askOne(request(SAME_BOAT));

        AnswerHistory history = fixture.memory.why(TESTER, boat.id().orElseThrow(), ErrorBudget.USUAL).orElseThrow();

        assertThat(history.generation().recipe().prompt()).isEqualTo(BOAT);
        assertThat(history.asked()).extracting(asked -> asked.answering().prompt())
                .containsExactlyInAnyOrder(BOAT, SAME_BOAT);
        assertThat(history.asked()).allSatisfy(asked -> assertThat(asked.answering().uses()).isEqualTo(1));
    }

    @Test
    void report_answers_areSharedByImages() {
        fixture.askOne(request(BOAT));
        fixture.askOne(request(BOAT));
        fixture.askOne(request(SAME_BOAT));

        MemoryReport report = fixture.memory.report(TESTER);

        assertThat(report.diversity().answers()).isEqualTo(2);
        assertThat(report.diversity().prompts()).isEqualTo(2);
        assertThat(report.diversity().images()).isEqualTo(1);
        assertThat(report.diversity().most()).isEqualTo(2);
    }
}
