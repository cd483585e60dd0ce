package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.client.GenerateOrder;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How the noise levels are spaced; one of them at most. */
final class SigmaFlags {
    @Option(names = "--karras", description = "Space the noise levels as Karras et al.")
    private boolean karras;

    @Option(names = "--exponential", description = "Space the noise levels exponentially.")
    private boolean exponential;

    @Option(names = "--beta", description = "Space the noise levels by the beta distribution.")
    private boolean beta;

    /** The end of a scheduler's name that says so. */
    Optional<String> name() {
        if (karras) {
            return Optional.of("karras");
        }
        return exponential ? Optional.of("exponential") : Optional.of("beta").filter(name -> beta);
    }

    /** A scheduler's name with its end. */
    String over(String scheduler) {
        return GenerateOrder.ended(scheduler, name());
    }
}
