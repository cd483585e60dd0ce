package io.dreamcacher.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Sorted durations of one repeated action, in milliseconds: of the clock, and of the processor in the calling thread,
 * which on a busy machine is the better guess of what a quiet one would need where one thread does all the work.
 */
final class Timing {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final double[] clock;
    private final double[] processor;

    private Timing(int times) {
        clock = new double[times];
        processor = new double[times];
    }

    /** Measures every one of so many runs; warming up is the caller's business. */
    static Timing of(int times, IntConsumer action) {
        Timing timing = new Timing(times);
        for (int i = 0; i < times; i++) {
            long used = THREADS.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            action.accept(i);
            timing.clock[i] = (System.nanoTime() - start) / 1e6;
            timing.processor[i] = (THREADS.getCurrentThreadCpuTime() - used) / 1e6;
        }
        Arrays.sort(timing.clock);
        Arrays.sort(timing.processor);
        return timing;
    }

    /** One line of a table. */
    void print(String what) {
        System.out.printf("%-44s p50 %8.2f  p99 %8.2f  max %8.2f ms; processor p50 %8.2f  p99 %8.2f ms (%d)%n", what,
                quantile(clock, 0.5), quantile(clock, 0.99), clock[clock.length - 1], quantile(processor, 0.5),
                quantile(processor, 0.99), clock.length);
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
    }
}
