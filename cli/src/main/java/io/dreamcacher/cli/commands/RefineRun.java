package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.cli.terminal.Terminal;
import io.dreamcacher.embedded.ImageLaboratory;
import io.dreamcacher.evaluation.RefineFit;
import io.dreamcacher.gate.Calibration;
import io.dreamcacher.gate.Gate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Finds out from which images others may be begun, and counts what that spares and loses. */
final class RefineRun {
    /** As many candidates as a memory asks its gate about. */
    private static final int CANDIDATES = 17;

    private final ImageLaboratory laboratory;
    private final Terminal terminal;

    RefineRun(ImageLaboratory laboratory, Terminal terminal) {
        this.laboratory = laboratory;
        this.terminal = terminal;
    }

    /**
     * The steps of a calibration that has none yet, from the prompts whose sources show most of them: only down to there can
     * nothing be lost.
     *
     * @param drawn prompts whose images are there
     * @param most prompts to draw anew, each from another image by every share
     */
    List<Calibration.RefineStep> steps(Calibration calibration, List<String> drawn, int most) {
        if (most == 0) {
            return List.of();
        }
        List<Start> nearest = starts(calibration, drawn).stream()
                .sorted(Comparator.comparingDouble(Start::image).reversed())
                .limit(most)
                .toList();
        List<RefineFit.Sample> samples = new ArrayList<>();
        try (ProgressLine line = new ProgressLine(terminal)) {
            for (Start start : nearest) {
                line.show(samples.size(), nearest.size(),
                        "%,d of %,d begun from others".formatted(samples.size(), nearest.size()));
                sample(start).ifPresent(samples::add);
            }
        }
        return RefineFit.steps(samples);
    }

    /**
     * Where a prompt could begin.
     *
     * @param asked the prompt
     * @param stored that of an image which does not answer it
     * @param image cosine of the prompt and that image
     */
    private record Start(String asked, String stored, double image) {}

    private List<Start> starts(Calibration calibration, List<String> drawn) {
        List<Start> starts = new ArrayList<>();
        try (ProgressLine line = new ProgressLine(terminal)) {
            for (String asked : drawn) {
                line.show(starts.size(), drawn.size(), "%,d of %,d compared".formatted(starts.size(), drawn.size()));
                start(calibration, asked, drawn).ifPresent(starts::add);
            }
        }
        return starts;
    }

    /** Of the nearest images, where none of them answers, the one that shows most of what is asked. */
    private Optional<Start> start(Calibration calibration, String asked, List<String> stored) {
        List<String> nearest = nearest(asked, stored);
        List<Gate.Decision> decisions = laboratory.decide(calibration, asked, nearest);
        return decisions.stream().anyMatch(Gate.Decision.Return.class::isInstance)
                ? Optional.empty()
                : nearest.stream()
                        .map(prompt -> new Start(asked, prompt, laboratory.shown(asked, prompt)))
                        .max(Comparator.comparingDouble(Start::image));
    }

    private List<String> nearest(String asked, List<String> stored) {
        record Near(String prompt, double similarity) {}
        return stored.stream()
                .filter(prompt -> !prompt.equals(asked))
                .map(prompt -> new Near(prompt, laboratory.similarity(asked, prompt)))
                .sorted(Comparator.comparingDouble(Near::similarity).reversed())
                .limit(CANDIDATES)
                .map(Near::prompt)
                .toList();
    }

    private Optional<RefineFit.Sample> sample(Start start) {
        List<Double> refined = new ArrayList<>();
        for (double share : RefineFit.SHARES) {
            OptionalDouble cosine = laboratory.shownRefined(start.asked(), start.stored(), share);
            if (cosine.isEmpty()) {
                return Optional.empty();
            }
            refined.add(cosine.getAsDouble());
        }
        return Optional.of(
                new RefineFit.Sample(start.image(), laboratory.shown(start.asked(), start.asked()), refined));
    }

    /**
     * What a memory of drawn images did with prompts it was asked for.
     *
     * @param asked prompts, each once, of a memory of all the others
     * @param returned answered by an image as it is
     * @param refined answered by one that was begun from another
     * @param full sum of the cosines of those prompts and their images begun from noise, with the same seeds
     * @param begun sum of the cosines of those prompts and their refined images
     * @param leftOut sum of the shares of the steps left out
     */
    record Counts(int asked, int returned, int refined, double full, double begun, double leftOut) {
        /** Share of the mean cosine that refined images lose; NaN without any. */
        double loss() {
            return 1 - begun / full;
        }

        /** Share of the steps that refined images spare; NaN without any. */
        double spared() {
            return leftOut / refined;
        }

        /** The same of all images that were made. */
        double sparedOfMade() {
            return leftOut / (asked - returned);
        }
    }

    /** Asks for each prompt as a memory of all the others would be asked. */
    Counts counted(Calibration calibration, List<String> asked, List<String> stored) {
        int returned = 0;
        int refined = 0;
        double full = 0;
        double begun = 0;
        double leftOut = 0;
        try (ProgressLine line = new ProgressLine(terminal)) {
            for (int i = 0; i < asked.size(); i++) {
                line.show(i, asked.size(), "%,d of %,d asked for".formatted(i, asked.size()));
                String prompt = asked.get(i);
                List<String> nearest = nearest(prompt, stored);
                List<Gate.Decision> decisions = laboratory.decide(calibration, prompt, nearest);
                if (decisions.stream().anyMatch(Gate.Decision.Return.class::isInstance)) {
                    returned++;
                    continue;
                }
                OptionalInt best = best(decisions);
                if (best.isPresent()) {
                    Gate.Decision.Refine refine = (Gate.Decision.Refine) decisions.get(best.getAsInt());
                    String source = nearest.get(best.getAsInt());
                    refined++;
                    full += laboratory.shown(prompt, prompt);
                    begun += laboratory.shownRefined(prompt, source, refine.share()).orElseThrow();
                    leftOut += refine.share();
                }
            }
        }
        return new Counts(asked.size(), returned, refined, full, begun, leftOut);
    }

    /** The place of the image a memory would begin from. */
    private static OptionalInt best(List<Gate.Decision> decisions) {
        OptionalInt best = OptionalInt.empty();
        double most = Double.NEGATIVE_INFINITY;
        for (int place = 0; place < decisions.size(); place++) {
            if (decisions.get(place) instanceof Gate.Decision.Refine refine && refine.image() > most) {
                most = refine.image();
                best = OptionalInt.of(place);
            }
        }
        return best;
    }
}
