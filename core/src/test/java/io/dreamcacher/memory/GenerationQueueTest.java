package io.dreamcacher.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GenerationQueueTest {
    private final GenerationQueue queue = new GenerationQueue(3);
    private final GenerationQueue.Lane one = queue.lane("one", 1);
    private final GenerationQueue.Lane four = queue.lane("four", 4);
    private final List<Held> tickets = new ArrayList<>();

    @AfterEach
    void close() {
        tickets.forEach(Held::release);
        queue.close();
    }

    /** A ticket that runs until it is let go. */
    private static final class Held implements GenerationQueue.Ticket {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final List<Integer> positions = new CopyOnWriteArrayList<>();
        private final List<Duration> estimates = new CopyOnWriteArrayList<>();
        private final List<DreamCacherException> refusals = new CopyOnWriteArrayList<>();

        @Override
        public void waiting(int position, Duration estimate) {
            positions.add(position);
            estimates.add(estimate);
        }

        @Override
        public void refused(DreamCacherException reason) {
            refusals.add(reason);
        }

        @Override
        public void stop() {
            release();
        }

        @Override
        public void run() {
            begun.countDown();
            awaited(released);
        }

        private static void awaited(CountDownLatch latch) {
            try {
                assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        void awaitBegun() {
            awaited(begun);
        }

        boolean hasBegun() {
            return begun.getCount() == 0;
        }

        void release() {
            released.countDown();
        }
    }

    private Held submit(GenerationQueue.Lane lane) {
        Held ticket = new Held();
        tickets.add(ticket);
        lane.submit(ticket);
        return ticket;
    }

    @Test
    void submit_generatorThatTakesOne_runsOneAfterTheOther() {
        Held first = submit(one);
        Held second = submit(one);
        Held third = submit(one);
        first.awaitBegun();
        assertThat(second.hasBegun()).isFalse();
        assertThat(first.positions).containsExactly(0);
        assertThat(second.positions).containsExactly(1, 1);
        assertThat(third.positions).containsExactly(2);
        assertThat(third.estimates.getLast()).isEqualTo(Duration.ofSeconds(3));

        first.release();
        second.awaitBegun();

        assertThat(second.positions).last().isEqualTo(0);
        assertThat(third.positions).last().isEqualTo(1);
        assertThat(third.hasBegun()).isFalse();
    }

    @Test
    void submit_generatorThatTakesFour_runsFourAtOnce() {
        List<Held> running = List.of(submit(four), submit(four), submit(four), submit(four));
        running.forEach(Held::awaitBegun);
        assertThat(running).allSatisfy(ticket -> assertThat(ticket.positions).containsExactly(0));
        Held fifth = submit(four);
        assertThat(fifth.positions).containsExactly(1);
        assertThat(fifth.estimates.getLast()).as("a place is free soon").isEqualTo(Duration.ofMillis(1250));

        running.get(2).release();

        fifth.awaitBegun();
    }

    @Test
    void submit_noThreadLeft_refusesAndGivesTheTurnBack() {
        AtomicInteger left = new AtomicInteger();
        GenerationQueue poor = new GenerationQueue(3, work -> {
            if (left.getAndDecrement() <= 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(work);
        });
        GenerationQueue.Lane lane = poor.lane("one", 1);
        Held refused = new Held();
        lane.submit(refused);
        assertThat(refused.refusals).singleElement()
                .satisfies(e -> assertThat(e.category()).isEqualTo(FailureCategory.EXHAUSTED))
                .satisfies(e -> assertThat(e).hasMessageContaining("unable to create native thread"));

        left.set(1);
        Held next = new Held();
        lane.submit(next);

        next.awaitBegun();
        next.release();
        poor.close();
    }

    @Test
    void submit_generatorsOfOnePlace_takeTurnsInTheirOrder() {
        Held first = submit(four);
        Held second = submit(four);
        first.awaitBegun();
        second.awaitBegun();
        Held other = submit(one);
        Held afterIt = submit(four);
        assertThat(other.hasBegun()).isFalse();

        first.release();
        second.release();
        other.awaitBegun();
        assertThat(afterIt.hasBegun()).as("in its turn, though it could have run beside the first").isFalse();

        other.release();
        afterIt.awaitBegun();
    }

    /** Those that can run are not in the line, however many come at the same moment. */
    @RepeatedTest(50)
    void submit_manyAtTheSameMoment_noneThatCanRunIsRefused() throws Exception {
        GenerationQueue small = new GenerationQueue(1);
        GenerationQueue.Lane lane = small.lane("four", 4);
        CountDownLatch all = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Held>> held = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                held.add(threads.submit(() -> {
                    Held ticket = new Held();
                    Held.awaited(all);
                    lane.submit(ticket);
                    return ticket;
                }));
            }
            all.countDown();
            for (Future<Held> one : held) {
                one.get().awaitBegun();
                one.get().release();
            }
        }
        small.close();
    }

    @Test
    void submit_fullLine_isBusyWithATime() {
        submit(one).awaitBegun();
        submit(one);
        submit(one);
        submit(one);
        assertThatThrownBy(() -> submit(one)).isInstanceOfSatisfying(DreamCacherException.class,
                e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(1)))
                .hasMessageContaining("3 generations are waiting");
    }

    @Test
    void withdraw_waitingTicket_movesThoseBehindIt() {
        Held running = submit(one);
        running.awaitBegun();
        Held leaving = submit(one);
        Held last = submit(one);

        assertThat(one.withdraw(leaving)).isTrue();
        assertThat(one.withdraw(leaving)).isFalse();
        assertThat(one.withdraw(running)).as("it runs").isFalse();
        assertThat(last.positions).endsWith(1);

        running.release();
        last.awaitBegun();
        assertThat(leaving.hasBegun()).isFalse();
    }

    @Test
    void close_withRunningAndWaiting_stopsTheOnesAndRefusesTheOthers() {
        Held running = submit(one);
        running.awaitBegun();
        Held waiting = submit(one);

        queue.close();

        assertThat(running.refusals).isEmpty();
        assertThat(waiting.refusals).singleElement()
                .satisfies(e -> assertThat(e.category()).isEqualTo(FailureCategory.CANCELLED));
        assertThat(waiting.hasBegun()).isFalse();
        assertThatThrownBy(() -> submit(one)).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("closing");
    }
}
