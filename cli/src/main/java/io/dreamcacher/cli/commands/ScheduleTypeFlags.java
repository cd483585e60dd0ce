package io.dreamcacher.cli.commands;

import java.util.Optional;
import picocli.CommandLine.Option;

/** How the noise levels are spaced; one of them at most. */
final class ScheduleTypeFlags {
    @Option(names = "--schedule-type", paramLabel = "NAME", description = "How the noise levels are spaced: karras, exponential, beta, lu or trailing.")
    private Optional<String> type = Optional.empty();

    @Option(names = "--karras", description = "Space the noise levels as Karras et al.")
    private boolean karras;

    @Option(names = "--exponential", description = "Space the noise levels exponentially.")
    private boolean exponential;

    @Option(names = "--beta", description = "Space the noise levels by the beta distribution.")
    private boolean beta;

    /** The schedule type that was said. */
    Optional<String> name() {
        if (karras) {
            return Optional.of("karras");
        }
        if (exponential) {
            return Optional.of("exponential");
        }
        return beta ? Optional.of("beta") : type;
    }
}
