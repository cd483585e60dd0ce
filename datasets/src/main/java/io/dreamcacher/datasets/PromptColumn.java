package io.dreamcacher.datasets;

import io.dreamcacher.datasets.table.Table;
import io.dreamcacher.failure.DreamCacherException;
import java.util.List;
import java.util.Optional;

/** Which column of a table has the prompts. */
final class PromptColumn {
    private PromptColumn() {}

    /** The one that was named, {@code prompt}, or the only one. */
    static String of(Table table, Optional<String> named) {
        String wanted = wanted(named);
        if (table.columns().isEmpty()) {
            return wanted; // each row says its own
        }
        List<String> found = table.columns().stream().filter(wanted::equalsIgnoreCase).toList();
        if (found.size() > 1) {
            throw DreamCacherException.badRequest(
                    "One column must be called \"%s\", but %s has %d of that name; rename the others.".formatted(wanted,
                            table.file(), found.size()));
        }
        if (found.isEmpty() && named.isEmpty() && table.columns().size() == 1) {
            return table.columns().getFirst();
        }
        return found.stream()
                .findFirst()
                .orElseThrow(() -> DreamCacherException.badRequest(
                        "The prompts are expected in a column \"%s\", but %s has the columns %s; name one of these."
                                .formatted(wanted, table.file(), table.columns())));
    }

    static String wanted(Optional<String> named) {
        return named.orElse(PromptSource.DEFAULT_COLUMN).strip();
    }

    /** What was found out and should be said; empty if all is as usual. */
    static Optional<String> note(Table table, String column) {
        boolean isUsual = table.hasUsualSeparator() && column.equalsIgnoreCase(PromptSource.DEFAULT_COLUMN);
        return table.separator()
                .filter(separator -> !isUsual)
                .map(separator -> "The prompts of %s are read from the column \"%s\", with %s between fields."
                        .formatted(table.file(), column, separator));
    }
}
