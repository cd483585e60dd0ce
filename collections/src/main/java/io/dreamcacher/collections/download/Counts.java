package io.dreamcacher.collections.download;

import io.dreamcacher.collections.download.DownloadTally.HostTally;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** What became of links so far. Thread-safe. */
final class Counts {
    private static final int MOST_NAMES = 1_000;
    private static final String OTHER = "other";

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Long> statuses = new HashMap<>();
    private final Map<String, Long> reasons = new HashMap<>();
    private final Map<String, HostTally> hosts = new HashMap<>();
    private long bytes;
    private long successBefore;
    private long failedBefore;

    void add(String host, LinkResult result) {
        lock.lock();
        try {
            statuses.merge(result.status(), 1L, Long::sum);
            switch (result) {
                case LinkResult.Success success -> {
                    bytes += success.receivedBytes();
                    add(host, new HostTally(1, 0, success.receivedBytes()));
                }
                case LinkResult.Failure failure -> {
                    reasons.merge(name(reasons, failure.message()), 1L, Long::sum);
                    add(host, new HostTally(0, 1, 0));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void add(String host, HostTally more) {
        hosts.merge(name(hosts, host), more, (some, others) -> new HostTally(some.success() + others.success(),
                some.failed() + others.failed(), some.bytes() + others.bytes()));
    }

    private static String name(Map<String, ?> known, String name) {
        return known.size() < MOST_NAMES || known.containsKey(name) ? name : OTHER;
    }

    /** Links that an earlier run dealt with. */
    void addBefore(long successes, long failures) {
        lock.lock();
        try {
            successBefore += successes;
            failedBefore += failures;
        } finally {
            lock.unlock();
        }
    }

    Downloader.Progress progress(long total) {
        lock.lock();
        try {
            long success = count(LinkResult.Success.STATUS);
            long failed = count(LinkResult.Failure.DOWNLOAD) + count(LinkResult.Failure.RESIZE);
            return new Downloader.Progress(success + failed + successBefore + failedBefore, total, success, failed,
                    bytes);
        } finally {
            lock.unlock();
        }
    }

    DownloadTally tally(long links, long milliseconds) {
        lock.lock();
        try {
            return new DownloadTally(links,
                    new DownloadTally.Outcomes(count(LinkResult.Success.STATUS), count(LinkResult.Failure.DOWNLOAD),
                            count(LinkResult.Failure.RESIZE), successBefore, failedBefore),
                    bytes, milliseconds, ordered(reasons, Map.Entry.comparingByValue(Comparator.reverseOrder())),
                    ordered(hosts,
                            Comparator.comparingLong(host -> -host.getValue().success() - host.getValue().failed())));
        } finally {
            lock.unlock();
        }
    }

    private long count(String status) {
        return statuses.getOrDefault(status, 0L);
    }

    private static <T> Map<String, T> ordered(Map<String, T> map, Comparator<Map.Entry<String, T>> order) {
        Map<String, T> ordered = new LinkedHashMap<>();
        map.entrySet()
                .stream()
                .sorted(order.thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        return ordered;
    }
}
