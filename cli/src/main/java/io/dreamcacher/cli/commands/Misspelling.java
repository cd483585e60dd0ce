package io.dreamcacher.cli.commands;

import io.dreamcacher.failure.EditDistance;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What somebody meant who wrote a command or a flag that is none. */
final class Misspelling {
    /** So many letters of a name, rounded down, one may be wrong; farther names were hardly meant. */
    private static final int LETTERS_PER_SLIP = 3;

    private Misspelling() {}

    /** The failure's sentence, and what was probably meant. */
    static String sentence(ParameterException failure) {
        String said = String.valueOf(failure.getMessage());
        return failure instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()
                ? said + "." + hint(unmatched)
                : said;
    }

    private static String hint(UnmatchedArgumentException unmatched) {
        String written = unmatched.getUnmatched().getFirst().split("=", 2)[0];
        CommandSpec command = unmatched.getCommandLine().getCommandSpec();
        List<String> meant = nearest(written,
                unmatched.isUnknownOption() ? command.optionsMap().keySet() : command.subcommands().keySet());
        if (!meant.isEmpty()) {
            return " Did you mean " + String.join(" or ", meant) + "?";
        }
        return unmatched.isUnknownOption()
                ? ""
                : " Words that belong together need quotes, such as \"… %s\".".formatted(unmatched.getUnmatched()
                        .stream()
                        .takeWhile(word -> !word.startsWith("-"))
                        .collect(Collectors.joining(" ")));
    }

    /** The names with the fewest edits, mostly one; none if all are far from what was written. */
    private static List<String> nearest(String written, Collection<String> names) {
        int fewest = names.stream().mapToInt(name -> EditDistance.between(written, name)).min().orElse(0);
        return fewest > Math.max(1, written.length() / LETTERS_PER_SLIP)
                ? List.of()
                : names.stream().filter(name -> EditDistance.between(written, name) == fewest).sorted().toList();
    }
}
