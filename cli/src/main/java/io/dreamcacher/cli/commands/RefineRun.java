package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.cli.terminal.Terminal;
import io.dreamcacher.embedded.ImageLaboratory;
import io.dreamcacher.evaluation.RefineFit;
import io.dreamcacher.gate.Calibration;
import io.dreamcacher.gate.Gate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.BiPredicate;

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
     * The steps of a calibration that has none yet.
     *
     * @param drawn prompts whose images are there
     * @param strangers whether two prompts are of families that say nothing of each other
     * @param most prompts to draw anew, each from another image by every share
     */
    List<Calibration.RefineStep> steps(Calibration calibration, List<String> drawn,
            BiPredicate<String, String> strangers, int most) {
        List<RefineFit.Sample> samples = new ArrayList<>();
        List<String> some = shuffled(drawn);
        try (ProgressLine line = new ProgressLine(terminal)) {
            for (String asked : some.subList(0, Math.min(most, some.size()))) {
                line.show(samples.size(), most, "%,d of %,d begun from others".formatted(samples.size(), most));
                source(calibration, asked, drawn.stream().filter(stored -> strangers.test(asked, stored)).toList())
                        .flatMap(stored -> sample(asked, stored))
                        .ifPresent(samples::add);
            }
        }
        return RefineFit.steps(samples);
    }

    private static List<String> shuffled(List<String> prompts) {
        List<String> some = new ArrayList<>(prompts);
        Collections.sort(some);
        Collections.shuffle(some, new Random(CalibrationSource.SEED));
        return some;
    }

    /** Of the nearest images that do not answer, the one that shows most of what is asked. */
    private Optional<String> source(Calibration calibration, String asked, List<String> stored) {
        List<String> nearest = nearest(asked, stored);
        List<Gate.Decision> decisions = laboratory.decide(calibration, asked, nearest);
        return nearest.stream()
                .filter(prompt -> !(decisions.get(nearest.indexOf(prompt)) instanceof Gate.Decision.Return))
                .max(Comparator.comparingDouble(prompt -> laboratory.shown(asked, prompt)));
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

    private Optional<RefineFit.Sample> sample(String asked, String stored) {
        List<Double> refined = new ArrayList<>();
        for (double share : RefineFit.SHARES) {
            OptionalDouble cosine = laboratory.shownRefined(asked, stored, share);
            if (cosine.isEmpty()) {
                return Optional.empty();
            }
            refined.add(cosine.getAsDouble());
        }
        return Optional
                .of(new RefineFit.Sample(laboratory.shown(asked, stored), laboratory.shown(asked, asked), refined));
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
                for (int place = 0; place < nearest.size(); place++) {
                    if (decisions.get(place) instanceof Gate.Decision.Refine refine) {
                        refined++;
                        full += laboratory.shown(prompt, prompt);
                        begun += laboratory.shownRefined(prompt, nearest.get(place), refine.share()).orElseThrow();
                        leftOut += refine.share();
                        break;
                    }
                }
            }
        }
        return new Counts(asked.size(), returned, refined, full, begun, leftOut);
    }
}
