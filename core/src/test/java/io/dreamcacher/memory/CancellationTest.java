package io.dreamcacher.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CancellationTest {
    private final Cancellation cancellation = new Cancellation();
    private final List<String> done = new ArrayList<>();

    @Test
    void cancel_runsEveryActionOnceInOrder() {
        cancellation.onCancel(() -> done.add("first"));
        cancellation.onCancel(() -> done.add("second"));
        assertThat(cancellation.cancelled()).isFalse();
        assertThat(done).isEmpty();

        cancellation.cancel();
        cancellation.cancel();

        assertThat(cancellation.cancelled()).isTrue();
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void onCancel_afterwards_runsAtOnceAndNotAgain() {
        cancellation.cancel();

        cancellation.onCancel(() -> done.add("late"));
        cancellation.cancel();

        assertThat(done).containsExactly("late");
    }

    @Test
    void forget_actionWhoseWorkHasEnded_isNotRun() {
        Runnable ended = () -> done.add("ended");
        cancellation.onCancel(ended);
        cancellation.onCancel(() -> done.add("other"));

        cancellation.forget(ended);
        cancellation.forget(() -> done.add("never there"));
        cancellation.cancel();

        assertThat(done).containsExactly("other");
    }

    @Test
    void onCancel_fromWithinAnAction_doesNotDeadlock() {
        cancellation.onCancel(() -> cancellation.onCancel(() -> done.add("inner")));

        cancellation.cancel();

        assertThat(done).containsExactly("inner");
    }

    /** Whether registered before or after, each action runs exactly once. */
    @Test
    void onCancel_whileAnotherThreadCancels_losesNoAction() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            Cancellation raced = new Cancellation();
            AtomicInteger runs = new AtomicInteger();
            CountDownLatch start = new CountDownLatch(1);
            Thread canceller = Thread.ofVirtual().start(() -> {
                awaitStart(start);
                raced.cancel();
            });
            Thread registering = Thread.ofVirtual().start(() -> {
                awaitStart(start);
                for (int i = 0; i < 20; i++) {
                    raced.onCancel(runs::incrementAndGet);
                }
            });
            start.countDown();
            canceller.join();
            registering.join();

            assertThat(runs).as("round %d", round).hasValue(20);
        }
    }

    private static void awaitStart(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
