package io.dreamcacher.evaluation;

import io.dreamcacher.evaluation.ReuseEvaluation.Counts;
import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An evaluation as lines for people. */
final class EvaluationTable {
    private static final String TOTAL = "all pairs";

    private final List<String> lines = new ArrayList<>();
    private final int widest;

    private EvaluationTable(ReuseEvaluation evaluation) {
        int kinds = evaluation.decision().kinds().keySet().stream().mapToInt(String::length).max().orElse(0);
        int rules = evaluation.rules().stream().mapToInt(rule -> rule.name().length()).max().orElse(0);
        this.widest = Math.max(TOTAL.length(), Math.max(kinds, rules));
    }

    /**
     * The lines.
     *
     * @param name of the pairs
     */
    static List<String> of(ReuseEvaluation evaluation, String name, ErrorBudget budget) {
        EvaluationTable table = new EvaluationTable(evaluation);
        ReuseEvaluation.Rule decision = evaluation.decision();
        Counts total = decision.total();
        table.add("%,d pairs of %s at a budget of %s", total.wrong().all() + total.right().all(), name, budget);
        table.heading("kind");
        table.row(TOTAL, total);
        decision.kinds().forEach(table::row);
        table.heading("all pairs by");
        evaluation.rules().forEach(rule -> table.row(rule.name(), rule.total()));
        table.add("");
        table.add("precision over cache-hit ratio, area (1 is best, %.3f chance)",
                new Share(total.right().all(), total.wrong().all() + total.right().all()).value());
        evaluation.curves().forEach(curve -> table.add("by %s  %.3f", curve.name(), curve.area()));
        return table.lines;
    }

    private void heading(String first) {
        add("");
        add("%s   %15s %7s  %-12s   %15s %7s  %-12s   %9s", padded(first), "wrong reused", "%", "95 % from to",
                "right reused", "%", "95 % from to", "precision");
    }

    private void row(String name, Counts counts) {
        add("%s   %s   %s   %9s", padded(name), cells(counts.wrong()), cells(counts.right()),
                percent(counts.precision()));
    }

    private static String cells(Share share) {
        String interval = share.all() == 0 ? "" : percent(share.lower()) + " " + percent(share.upper());
        return String.format(Locale.ROOT, "%15s %7s  %12s",
                String.format(Locale.ROOT, "%,d of %,d", share.count(), share.all()), percent(share.value()), interval);
    }

    private static String percent(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", 100 * value);
    }

    private String padded(String text) {
        return text + " ".repeat(Math.max(0, widest - text.length()));
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency for one method
    private void add(String format, Object... arguments) {
        lines.add(String.format(Locale.ROOT, format, arguments).stripTrailing());
    }
}
