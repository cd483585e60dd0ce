package io.dreamcacher.cli.commands;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What somebody meant who wrote a command that is none. */
final class Misspelling {
    /** The nearest by spelling is not always the one that was meant. */
    private static final int SUGGESTED = 3;

    private Misspelling() {}

    /** The failure's sentence, and what was probably meant. */
    static String sentence(ParameterException failure) {
        String said = String.valueOf(failure.getMessage());
        return failure instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()
                ? said + "." + hint(unmatched)
                : said;
    }

    private static String hint(UnmatchedArgumentException unmatched) {
        List<String> suggestions = unmatched.getSuggestions();
        if (!suggestions.isEmpty()) {
            return " Did you mean " + suggestions.stream()
                    .map(Misspelling::name)
                    .limit(SUGGESTED)
                    .collect(Collectors.joining(" or ")) + "?";
        }
        return unmatched.isUnknownOption()
                ? ""
                : " Words that belong together need quotes, such as \"… %s\".".formatted(unmatched.getUnmatched()
                        .stream()
                        .takeWhile(word -> !word.startsWith("-"))
                        .collect(Collectors.joining(" ")));
    }

    /** Options are suggested with their parameters and descriptions. */
    private static String name(String suggestion) {
        return suggestion.split("[ =]", 2)[0];
    }
}
