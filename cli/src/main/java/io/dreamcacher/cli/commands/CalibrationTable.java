package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.commands.CalibrationOutcome.HeldOut;
import io.dreamcacher.evaluation.ModelCalibrationFit.Signal;
import io.dreamcacher.evaluation.ReuseEvaluation;
import io.dreamcacher.evaluation.ReuseEvaluation.Counts;
import io.dreamcacher.gate.Calibration;
import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.Share;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a calibration run found, as lines for people. */
final class CalibrationTable {
    private final List<String> lines = new ArrayList<>();

    private CalibrationTable() {}

    /**
     * The lines.
     *
     * @param place where the calibration was written
     */
    static List<String> of(CalibrationOutcome outcome, Path place) {
        CalibrationTable table = new CalibrationTable();
        Calibration calibration = outcome.calibration();
        table.add("%s by %s: %,d pictures%s", calibration.model(), calibration.encoder().name(),
                outcome.looked().pictures(),
                outcome.looked().refused() == 0 ? "" : ", %,d prompts refused".formatted(outcome.looked().refused()));
        table.signals(outcome.signals());
        table.budgets(calibration);
        table.domain(calibration.domain());
        table.refining(calibration.refining());
        table.add("");
        table.lines.addAll(outcome.evaluation().lines(outcome.name(), ErrorBudget.USUAL));
        outcome.heldOut().ifPresent(table::heldOut);
        table.add("");
        table.add("written to %s", place);
        return table.lines;
    }

    private void signals(List<Signal> signals) {
        add("");
        add("%-14s %6s  %s", "seen", "AUC", "95 % from to");
        for (Signal signal : signals) {
            add("%-14s %6.3f  %.3f %.3f%s", signal.name(), signal.area(), signal.lower(), signal.upper(),
                    signal.isChance() ? "   may be chance with this model's pictures: not counted" : "");
        }
    }

    private void budgets(Calibration calibration) {
        add("");
        add("budget   probability needed");
        calibration.fit()
                .budgets()
                .forEach(budget -> add("%-8s %.4f", new ErrorBudget(budget.share()), budget.probability()));
        if (calibration.fit().needed(ErrorBudget.USUAL).isEmpty()) {
            add("At %s and below the model's own pictures decide nothing: too few pairs to bound it. Draw more prompts.",
                    ErrorBudget.USUAL);
        }
    }

    private void domain(Calibration.Domain domain) {
        add("");
        add(domain.words().isEmpty()
                ? "It holds for prompts of any words: pairs with new ones were decided as well as others."
                : "It holds for prompts of the %,d words it was made with.".formatted(domain.words().size()));
        if (!domain.unheard().isEmpty()) {
            add("It says nothing of prompts that differ in what this model does not surely hear: %s.",
                    String.join(", ", domain.unheard()));
        }
    }

    private void refining(List<Calibration.RefineStep> steps) {
        add("");
        if (steps.isEmpty()) {
            add("No picture is begun from another: nowhere was that as good as a new one.");
        }
        steps.forEach(
                step -> add("Begun from a picture that shows the prompt at %.3f or more: %.0f %% of the steps left out",
                        step.similarity(), 100 * step.share()));
    }

    private void heldOut(HeldOut found) {
        ReuseEvaluation evaluation = found.pairs();
        add("");
        lines.addAll(evaluation.lines("prompts held back", ErrorBudget.USUAL));
        Counts total = evaluation.decision().total();
        Share wrong = new Share(total.wrong().count(), total.wrong().count() + total.right().count());
        RefineRun.Counts counts = found.refined();
        add("");
        add("%,d of them asked of a memory of all others: %,d answered, %,d begun from another picture, %,d new",
                counts.asked(), counts.returned(), counts.refined(),
                counts.asked() - counts.returned() - counts.refined());
        if (counts.refined() > 0) {
            add("those begun from another lose %.2f %% of the mean cosine of prompt and picture, and leave out %.1f %% of the steps (%.1f %% of those of all that were made)",
                    100 * counts.loss(), 100 * counts.spared(), 100 * counts.sparedOfMade());
        }
        add("");
        add("wrong of all reuses %.2f %%, 95 %% to %.2f %%", 100 * wrong.value(), 100 * wrong.upper());
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency for one method
    private void add(String format, Object... arguments) {
        lines.add(String.format(Locale.ROOT, format, arguments).stripTrailing());
    }
}
