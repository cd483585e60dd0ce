package io.dreamcacher.cli.commands;

import io.dreamcacher.filter.Filter;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A condition on rows. */
final class WhereFlag {
    @Option(names = "--where", paramLabel = "CONDITION", description = "Only rows of which this holds: width>=512 and model='sd-1.4', length>30 (characters of the prompt), in (…), contains '…', is missing, not, or, parentheses.")
    private Optional<String> where = Optional.empty();

    Optional<Filter> filter() {
        return where.map(Filter::parse);
    }
}
