package io.dreamcacher.collections.download;

import java.util.Map;

/**
 * How a run went.
 *
 * @param links in the list
 * @param outcomes of these
 * @param bytes that came as pictures in this run, before resizing
 * @param milliseconds this run took
 * @param reasons why links came to nothing in this run, and how often, the most frequent first; beyond 1,000 different ones
 *        the rest is "other"
 * @param hosts what came of each host in this run, the most asked first; beyond 1,000 the rest is "other"
 */
public record DownloadTally(long links, Outcomes outcomes, long bytes, long milliseconds, Map<String, Long> reasons,
        Map<String, HostTally> hosts) {
    /**
     * What became of links. Together they are all links.
     *
     * @param success stored in this run
     * @param failedToDownload came to nothing in this run: no answer, or none that is to be taken
     * @param failedToResize came, but as nothing that is a picture here
     * @param successBefore stored by an earlier run
     * @param failedBefore came to nothing in an earlier run, and were not tried again
     */
    public record Outcomes(long success, long failedToDownload, long failedToResize, long successBefore,
            long failedBefore) {}

    /**
     * What came of a host.
     *
     * @param success pictures stored
     * @param failed links that came to nothing
     * @param bytes of the pictures that came
     */
    public record HostTally(long success, long failed, long bytes) {}

    /** Pictures stored a second of this run. */
    public double picturesPerSecond() {
        return outcomes.success * 1000.0 / Math.max(1, milliseconds);
    }

    /** Bytes of pictures that came a second of this run. */
    public double bytesPerSecond() {
        return bytes * 1000.0 / Math.max(1, milliseconds);
    }
}
