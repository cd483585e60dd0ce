package io.dreamcacher.cli.commands;

import io.dreamcacher.evaluation.ModelCalibrationFit;
import io.dreamcacher.evaluation.ReuseEvaluation;
import io.dreamcacher.gate.Calibration;
import java.util.List;
import java.util.Optional;

/**
 * What a calibration run found.
 *
 * @param name of the pairs, for people
 * @param calibration that was made
 * @param signals each thing that was seen, by itself
 * @param looked what was looked at
 * @param evaluation of the pairs it was fitted on, each by a fit that did not see its family
 * @param heldOut of pairs it never saw, by all that decides
 */
record CalibrationOutcome(String name, Calibration calibration, List<ModelCalibrationFit.Signal> signals, Looked looked,
        ReuseEvaluation evaluation, Optional<HeldOut> heldOut) {
    /**
     * What was counted on prompts that the fit never saw.
     *
     * @param pairs of them
     * @param refined what a memory of the others, and of those that were fitted on, did with each
     */
    record HeldOut(ReuseEvaluation pairs, RefineRun.Counts refined) {}

    /**
     * Pictures of a run.
     *
     * @param pictures that were looked at
     * @param refused prompts the model refused
     */
    record Looked(int pictures, int refused) {}
}
