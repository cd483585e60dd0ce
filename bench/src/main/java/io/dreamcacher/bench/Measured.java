package io.dreamcacher.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Durations of the same work done exactly and fast, one line of a table: of the clock, and of all processors together,
 * which on a busy machine is the fairer ratio.
 */
final class Measured {
    private static final OperatingSystemMXBean PROCESS = (OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();

    private final List<Duration> exact = new ArrayList<>();
    private final List<Duration> fast = new ArrayList<>();

    /** Seconds. */
    private record Duration(double clock, double processors) {}

    <T> T exact(Supplier<T> work) {
        return measure(work, exact);
    }

    <T> T fast(Supplier<T> work) {
        return measure(work, fast);
    }

    private static <T> T measure(Supplier<T> work, List<Duration> durations) {
        long processors = PROCESS.getProcessCpuTime();
        long clock = System.nanoTime();
        T result = work.get();
        durations.add(new Duration((System.nanoTime() - clock) / 1e9,
                (PROCESS.getProcessCpuTime() - processors) / 1e9));
        return result;
    }

    void print(String what) {
        Duration slow = median(exact);
        Duration quick = median(fast);
        System.out.printf("| %s | %.3f (%.3f) | %.3f (%.3f) | %.2f (%.2f) |%n", what, slow.clock, slow.processors,
                quick.clock, quick.processors, slow.clock / quick.clock, slow.processors / quick.processors);
    }

    private static Duration median(List<Duration> durations) {
        double[] clock = durations.stream().mapToDouble(Duration::clock).sorted().toArray();
        double[] processors = durations.stream().mapToDouble(Duration::processors).sorted().toArray();
        return new Duration(clock[clock.length / 2], processors[processors.length / 2]);
    }
}
