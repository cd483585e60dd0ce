package io.dreamcacher.cli.commands;

import io.dreamcacher.api.ImageHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Which prompts an image answered, and why, for a person. */
final class HistoryLines {
    private HistoryLines() {}

    static List<String> of(ImageHistory history) {
        List<String> lines = new ArrayList<>();
        lines.add("%s was made of: %s".formatted(history.id(), history.prompt()));
        if (history.asked().isEmpty()) {
            lines.add("It has answered nothing from memory yet.");
        }
        history.asked().forEach(asked -> add(lines, asked));
        return lines;
    }

    private static void add(List<String> lines, ImageHistory.AnsweredPrompt asked) {
        lines.add("%s  %s".formatted(asked.outcome(), asked.prompt()));
        lines.add("  answered   %,d times, the last time %s".formatted(asked.uses(), asked.lastAt()));
        asked.similarity().ifPresent(value -> lines.add(String.format(Locale.ROOT, "  similarity %.4f", value)));
        asked.reasons().forEach(reasons -> {
            lines.add("  now        %s  %s".formatted(reasons.decision(), reasons.reason()));
            reasons.findings().forEach(finding -> lines.add("  differs    " + finding));
            lines.add("  probability %s, %s needed".formatted(number(reasons.probability()), number(reasons.needed())));
            lines.add("  change     " + reasons.change());
        });
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.4f", value.getAsDouble()) : "none";
    }
}
