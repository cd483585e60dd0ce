package io.dreamcacher.cli.commands;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dreamcacher.collections.download.DownloadTally;
import java.util.Map;

/**
 * A download as one JSON object.
 *
 * @param links of the list
 * @param outcomes of these
 * @param bytes of pictures that came
 * @param milliseconds the run took
 * @param picturesPerSecond stored
 * @param reasons why links came to nothing
 * @param hosts by name
 */
record DownloadView(long links, @JsonUnwrapped DownloadTally.Outcomes outcomes, long bytes, long milliseconds,
        double picturesPerSecond, Map<String, Long> reasons, Map<String, DownloadTally.HostTally> hosts) {

    static DownloadView of(DownloadTally tally) {
        return new DownloadView(tally.links(), tally.outcomes(), tally.bytes(), tally.milliseconds(),
                tally.picturesPerSecond(), tally.reasons(), tally.hosts());
    }

    /** Links that came to nothing, in this run or before. */
    static long failed(DownloadTally tally) {
        DownloadTally.Outcomes outcomes = tally.outcomes();
        return outcomes.failedToDownload() + outcomes.failedToResize() + outcomes.failedBefore();
    }
}
