package io.dreamcacher.memory;

import static io.dreamcacher.memory.MemoryFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.testkit.FakeClock;
import io.dreamcacher.testkit.lease.TableLeases;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two memories that remember in one place, as two nodes of a service would. */
final class SeveralProcessesTest {
    private static final String BOAT = "a red boat";

    private final FakeClock clock = new FakeClock();
    private final TableLeases.Table table = new TableLeases.Table();
    private final MemoryFixture one = new MemoryFixture(new TableLeases(table, clock));
    private final MemoryFixture other = new MemoryFixture(one, new TableLeases(table, clock));

    @AfterEach
    void close() {
        other.memory.close();
        one.close();
    }

    @Test
    void answer_whileAnotherProcessMakesIt_waitsAndGivesThatImage() {
        one.generator.hold();
        CompletableFuture<ImageAnswer> making = CompletableFuture.supplyAsync(() -> one.askOne(request(BOAT)));
        one.generator.awaitStarted(1);
        CompletableFuture<ImageAnswer> waiting = CompletableFuture.supplyAsync(() -> other.askOne(request(BOAT)));
        one.generator.release();

        assertThat(waiting.join().id()).isEqualTo(making.join().id());
        assertThat(waiting.join().outcome()).isEqualTo(new Outcome.Exact());
        assertThat(other.generator.started()).isZero();
    }

    @Test
    void answer_anotherProcessFailed_makesItHere() {
        one.generator.failWith(new DreamCacherException(FailureCategory.BAD_MODEL, "The weights are broken."));
        assertThat(CompletableFuture.supplyAsync(() -> one.askOne(request(BOAT))).handle((answer, e) -> e).join())
                .hasMessageContaining("broken");

        assertThat(other.askOne(request(BOAT)).outcome()).isEqualTo(new Outcome.Generated());
    }

    @Test
    void answer_anotherProcessDied_makesItWhenItsLeaseHasEnded() {
        one.generator.hold();
        CompletableFuture<ImageAnswer> first = CompletableFuture.supplyAsync(() -> one.askOne(request(BOAT)));
        one.generator.awaitStarted(1);
        CompletableFuture<ImageAnswer> second = CompletableFuture.supplyAsync(() -> other.askOne(request(BOAT)));

        clock.advance(Duration.ofMinutes(1)); // nobody renewed it meanwhile: the fake clock does not run

        assertThat(second.join().outcome()).isEqualTo(new Outcome.Generated());
        assertThat(other.generator.started()).isEqualTo(1);
        one.generator.release();
        assertThat(first.join().id()).isPresent();
    }
}
