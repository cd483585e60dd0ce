package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.commands.CalibrationOutcome.HeldOut;
import io.dreamcacher.cli.commands.CalibrationOutcome.Looked;
import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.cli.terminal.Terminal;
import io.dreamcacher.embedded.ImageLaboratory;
import io.dreamcacher.evaluation.GroupedPair;
import io.dreamcacher.evaluation.LabelledPair;
import io.dreamcacher.evaluation.ModelCalibrationFit;
import io.dreamcacher.evaluation.ModelCalibrationFit.Example;
import io.dreamcacher.evaluation.ReuseEvaluation;
import io.dreamcacher.evaluation.ReuseEvaluation.Counts;
import io.dreamcacher.evaluation.ReuseEvaluation.Observation;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.gate.Calibration;
import io.dreamcacher.gate.Explanation;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.gate.ImageEvidence;
import io.dreamcacher.reuse.ErrorBudget;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Draws, looks, fits and counts. */
final class CalibrationRun {
    private final ImageLaboratory laboratory;
    private final Terminal terminal;
    private final int refine;
    private final Set<String> refused = new HashSet<>();
    private final Set<String> drawn = new HashSet<>();

    /** @param refine how many prompts to draw again from images of others */
    CalibrationRun(ImageLaboratory laboratory, Terminal terminal, int refine) {
        this.laboratory = laboratory;
        this.terminal = terminal;
        this.refine = refine;
    }

    /**
     * A calibration.
     *
     * @param heldOut whether pairs that the source holds back are drawn and counted
     * @param command that repeats it
     * @throws DreamCacherException BAD_REQUEST when the pairs are too few, or one-sided, or no budget can be kept
     */
    CalibrationOutcome of(CalibrationSource source, boolean heldOut, String command) {
        List<GroupedPair> pairs = drawn(source.pairs(laboratory::similarity));
        List<Example> examples = pairs.stream().map(this::example).toList();
        ModelCalibrationFit fit = new ModelCalibrationFit(examples, laboratory.words());
        if (!fit.isPossible()) {
            throw DreamCacherException.badRequest(
                    "A calibration needs %d right and %d wrong pairs or more that nothing forbids to reuse, but %s has %d and %d; draw more prompts, or label more pairs."
                            .formatted(ModelCalibrationFit.LEAST_PAIRS, ModelCalibrationFit.LEAST_PAIRS, source.name(),
                                    fit.count(true), fit.count(false)));
        }
        ModelCalibrationFit.Result result = fit.fit();
        if (result.fit().budgets().isEmpty()) {
            throw DreamCacherException.badRequest(
                    "The pictures of %s tell right pairs from wrong ones too badly to keep to any budget; draw more prompts, or leave it to what the prompts say."
                            .formatted(laboratory.model().name()));
        }
        ReuseEvaluation evaluation = evaluation(pairs, examples, result);
        Calibration first = calibration(result, evaluation, Calibration.Rates.NONE, command);
        List<String> learnt = drawn.stream().sorted().toList();
        Calibration calibration = first.withRefining(new RefineRun(laboratory, terminal).steps(first, learnt, refine));
        Optional<HeldOut> unseen = heldOut ? heldOut(source, calibration, learnt) : Optional.empty();
        return new CalibrationOutcome(source.name(),
                unseen.map(counted -> calibration(result, evaluation, rates(counted.pairs()), command)
                        .withRefining(calibration.refining())).orElse(calibration),
                result.signals(), new Looked(drawn.size(), refused.size()), evaluation, unseen);
    }

    /** Pairs whose stored prompt was drawn. */
    private List<GroupedPair> drawn(List<GroupedPair> pairs) {
        seen(pairs.stream().map(pair -> pair.pair().stored()).distinct().toList());
        return pairs.stream().filter(pair -> drawn.contains(pair.pair().stored())).toList();
    }

    private void seen(List<String> prompts) {
        long start = System.nanoTime();
        int made = 0;
        try (ProgressLine line = new ProgressLine(terminal)) {
            for (int i = 0; i < prompts.size(); i++) {
                made += laboratory.isDrawn(prompts.get(i)) ? 0 : 1;
                draw(prompts.get(i));
                double seconds = (System.nanoTime() - start) / 1e9;
                long left = made == 0 ? 0 : (long) (seconds / (i + 1) * (prompts.size() - i - 1));
                line.show(i + 1, prompts.size(), "%,d of %,d pictures, %s left".formatted(i + 1, prompts.size(),
                        ProgressLine.said(Duration.ofSeconds(left))));
            }
        }
    }

    private void draw(String prompt) {
        try {
            laboratory.draw(prompt);
            drawn.add(prompt);
        } catch (DreamCacherException e) {
            if (e.category() != FailureCategory.REFUSED) {
                throw e;
            }
            refused.add(prompt);
        }
    }

    private Example example(GroupedPair pair) {
        LabelledPair prompts = pair.pair();
        return new Example(pair, laboratory.evidence(prompts.asked(), prompts.stored()),
                laboratory.isVetoed(prompts.asked(), prompts.stored()));
    }

    /** By the fits that did not see each pair's family; contrasts were only probes. */
    private ReuseEvaluation evaluation(List<GroupedPair> pairs, List<Example> examples,
            ModelCalibrationFit.Result result) {
        double needed = result.fit().needed(ErrorBudget.USUAL).orElse(2);
        return ReuseEvaluation.of(IntStream.range(0, pairs.size())
                .filter(row -> !examples.get(row).isProbe())
                .mapToObj(row -> new Observation(pairs.get(row).pair(), result.probabilities().get(row) >= needed,
                        result.probabilities().get(row),
                        examples.get(row).evidence().feature(ImageEvidence.PROMPTS).orElse(0)))
                .toList());
    }

    private Optional<HeldOut> heldOut(CalibrationSource source, Calibration calibration, List<String> learnt) {
        List<GroupedPair> pairs = drawn(source.heldOut(laboratory::similarity));
        if (pairs.isEmpty()) {
            throw DreamCacherException
                    .badRequest("%s holds no prompts back; leave --held-out out.".formatted(source.name()));
        }
        List<Observation> observations = new ArrayList<>();
        for (GroupedPair pair : pairs) {
            Explanation found = laboratory.explain(calibration, pair.pair().asked(), pair.pair().stored(),
                    ErrorBudget.USUAL);
            observations.add(new Observation(pair.pair(), found.decision() instanceof Gate.Decision.Return,
                    EvaluateCommand.probability(found), found.similarity()));
        }
        Set<String> known = Set.copyOf(learnt);
        List<String> asked = source.prompts().stream().filter(prompt -> !known.contains(prompt)).toList();
        seen(asked);
        return Optional.of(new HeldOut(ReuseEvaluation.of(observations),
                new RefineRun(laboratory, terminal).counted(calibration, asked, List.copyOf(drawn))));
    }

    private Calibration calibration(ModelCalibrationFit.Result result, ReuseEvaluation evaluation,
            Calibration.Rates heldOut, String command) {
        return new Calibration(laboratory.model().name(), laboratory.encoder(), result.fit(), result.domain(),
                List.of(),
                new Calibration.Measured(LocalDate.now(ZoneOffset.UTC), command, ErrorBudget.USUAL.share(),
                        rates(evaluation), heldOut));
    }

    private static Calibration.Rates rates(ReuseEvaluation evaluation) {
        Counts total = evaluation.decision().total();
        return new Calibration.Rates(total.right().all(), total.right().count(), total.wrong().all(),
                total.wrong().count());
    }
}
