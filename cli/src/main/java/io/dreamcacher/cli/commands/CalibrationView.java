package io.dreamcacher.cli.commands;

import io.dreamcacher.evaluation.ModelCalibrationFit.Signal;
import io.dreamcacher.gate.Calibration;
import io.dreamcacher.reuse.ErrorBudget;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a calibration run found, as JSON.
 *
 * @param file where the calibration was written
 */
record CalibrationView(String file, String model, String clip, DomainView domain, Measurement measured,
        Decisions decided, List<SignalView> signals) {
    /** What it decides by. */
    record Decisions(List<Calibration.Threshold> budgets, List<Calibration.RefineStep> refining) {}

    /** Pairs it says something about; any words where there are none. */
    record DomainView(int words, Set<String> unheard) {}

    /** What was counted. */
    record Measurement(int pictures, int refused, EvaluationView fitted, Optional<HeldOutView> heldOut) {}

    /** What was counted on prompts that the fit never saw. */
    record HeldOutView(EvaluationView pairs, RefinedView refined) {}

    /** Prompts asked of a memory of the others; what is lost and left out is null where nothing was refined. */
    record RefinedView(int asked, int returned, int refined, Optional<Double> loss, Optional<Double> stepsLeftOut,
            Optional<Double> stepsLeftOutOfMade) {
        static RefinedView of(RefineRun.Counts counts) {
            return new RefinedView(counts.asked(), counts.returned(), counts.refined(), known(counts.loss()),
                    known(counts.spared()), known(counts.sparedOfMade()));
        }

        private static Optional<Double> known(double value) {
            return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
        }
    }

    /** One thing that was seen, by itself. */
    record SignalView(String name, double area, double lower, double upper, boolean counted) {
        static SignalView of(Signal signal) {
            return new SignalView(signal.name(), signal.area(), signal.lower(), signal.upper(), !signal.isChance());
        }
    }

    static CalibrationView of(CalibrationOutcome outcome, Path place) {
        Calibration made = outcome.calibration();
        return new CalibrationView(place.toString(), made.model(), made.encoder().name(),
                new DomainView(made.domain().words().size(), made.domain().unheard()),
                new Measurement(outcome.looked().pictures(), outcome.looked().refused(),
                        EvaluationView.of(outcome.evaluation(), ErrorBudget.USUAL),
                        outcome.heldOut()
                                .map(found -> new HeldOutView(EvaluationView.of(found.pairs(), ErrorBudget.USUAL),
                                        RefinedView.of(found.refined())))),
                new Decisions(made.fit().budgets(), made.refining()),
                outcome.signals().stream().map(SignalView::of).toList());
    }
}
