package io.dreamcacher.collections.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HostTurnsTest {
    private static HostTurns turns(int threads, int perHost) {
        return new HostTurns(new DownloadLimits(threads, perHost, 0, Duration.ofSeconds(1), 1, 1, 1), new NoPauses());
    }

    /** The most requests that were under way at once, of many to so many hosts. */
    private static int most(HostTurns turns, int hosts) throws InterruptedException, ExecutionException {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<Integer>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                String host = "host" + i % hosts;
                all.add(threads.submit(() -> turns.take(host, () -> {
                    int here = now.incrementAndGet();
                    most.accumulateAndGet(here, Math::max);
                    Thread.onSpinWait();
                    return now.decrementAndGet();
                })));
            }
            for (Future<Integer> one : all) {
                one.get();
            }
        }
        return most.get();
    }

    @Test
    void take_manyOfOneHost_areSoManyAtOnce() throws InterruptedException, ExecutionException {
        assertThat(most(turns(50, 3), 1)).isBetween(1, 3);
    }

    @Test
    void take_manyOfManyHosts_areSoManyAtOnce() throws InterruptedException, ExecutionException {
        assertThat(most(turns(5, 3), 40)).isBetween(1, 5);
    }

    @Test
    void take_done_forgetsTheHost() throws InterruptedException, ExecutionException {
        HostTurns turns = turns(5, 3);

        most(turns, 200);

        assertThat(turns.remembered()).isZero();
    }

    @Test
    void take_slowHost_holdsUpNobodyElse() throws FetchFailure, InterruptedException {
        HostTurns turns = turns(2, 1);
        Phaser slow = new Phaser(2);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> waiting = new ArrayList<>();
            for (int i = 0; i < 10; i++) { // one asks, nine wait for it without a place among the two
                waiting.add(threads.submit(() -> turns.take("slow", slow::arriveAndAwaitAdvance)));
            }

            assertThat(turns.take("quick", () -> "done")).isEqualTo("done");

            slow.forceTermination();
            assertThat(waiting).hasSize(10);
        }
    }
}
