package io.dreamcacher.cli.commands;

import io.dreamcacher.collections.download.DownloadLimits;
import io.dreamcacher.collections.download.Manners;
import io.dreamcacher.failure.DreamCacherException;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How much is downloaded at once, how much is taken, and with which manners. */
final class DownloadFlags {
    @Option(names = "--threads", paramLabel = "N", description = "Requests at the same time; default: 32.")
    private Optional<Integer> threads;

    @Option(names = "--per-host", paramLabel = "N", description = "Of these to one host; default: 8.")
    private Optional<Integer> perHost;

    @Option(names = "--retries", paramLabel = "N", description = "How often a request is made again that failed for a while; default: 2.")
    private Optional<Integer> retries;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "From a request to the last byte of its answer; default: 30.")
    private Optional<Double> timeout;

    @Option(names = "--max-bytes", paramLabel = "N", description = "Largest file taken; default: 33554432.")
    private Optional<Integer> maxBytes;

    @Option(names = "--max-pixels", paramLabel = "N", description = "Largest picture taken, width times height; default: 64000000.")
    private Optional<Long> maxPixels;

    @Option(names = "--shard", paramLabel = "N", description = "Links in one folder; default: 10000.")
    private Optional<Integer> shard;

    @Option(names = "--ignore-robots", description = "Do not ask for robots.txt, nor obey it.")
    private boolean ignoreRobots;

    @Option(names = "--ignore-opt-outs", description = "Take pictures whose answer says noai, noimageai, noindex or noimageindex (X-Robots-Tag).")
    private boolean ignoreOptOuts;

    @Option(names = "--allow-private", description = "Let names and redirects lead to addresses of this machine and its network.")
    private boolean allowPrivate;

    DownloadLimits limits() {
        DownloadLimits usual = DownloadLimits.USUAL;
        return new DownloadLimits(threads.orElse(usual.threads()), perHost.orElse(usual.perHost()),
                retries.orElse(usual.retries()), timeout.map(DownloadFlags::duration).orElse(usual.timeout()),
                maxBytes.orElse(usual.bytes()), maxPixels.orElse(usual.pixels()), shard.orElse(usual.shard()));
    }

    private static Duration duration(double seconds) {
        if (!(seconds >= 0.001 && seconds <= 86_400)) {
            throw DreamCacherException
                    .badRequest("--timeout must be 0.001 to 86,400 seconds, but %s was given.".formatted(seconds));
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    Manners manners() {
        return new Manners(!ignoreRobots, !ignoreOptOuts, allowPrivate);
    }
}
