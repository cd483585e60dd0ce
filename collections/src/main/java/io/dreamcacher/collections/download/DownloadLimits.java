package io.dreamcacher.collections.download;

import io.dreamcacher.failure.DreamCacherException;
import java.time.Duration;

/**
 * How much is asked for at once, and how much is taken.
 *
 * @param threads requests at the same time, 1 to 1,024
 * @param perHost of these to one host, 1 or more
 * @param retries how often a request is made again that failed for a while, 0 or more
 * @param timeout from a request to the last byte of its answer
 * @param bytes largest file taken, up to 256 MiB
 * @param pixels largest picture taken, width times height
 * @param shard how many links are in one folder
 */
public record DownloadLimits(int threads, int perHost, int retries, Duration timeout, int bytes, long pixels,
        int shard) {

    /** 32 at once, 8 to a host, two more tries, 30 s, 32 MiB, 64 megapixels, 10,000 links in a folder. */
    public static final DownloadLimits USUAL = new DownloadLimits(32, 8, 2, Duration.ofSeconds(30), 32 << 20,
            64_000_000, 10_000);

    /** Checks the ranges. */
    public DownloadLimits {
        require("--threads", threads, 1, 1024);
        require("--per-host", perHost, 1, Integer.MAX_VALUE);
        require("--retries", retries, 0, 100);
        require("--timeout", timeout.toMillis(), 1, Duration.ofDays(1).toMillis());
        require("--max-bytes", bytes, 1, 256 << 20);
        require("--max-pixels", pixels, 1, Long.MAX_VALUE);
        require("--shard", shard, 1, 100_000);
    }

    private static void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw DreamCacherException
                    .badRequest("%s must be %,d to %,d, but %,d was given.".formatted(name, least, most, value));
        }
    }
}
