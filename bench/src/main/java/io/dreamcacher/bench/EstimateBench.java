package io.dreamcacher.bench;

import io.dreamcacher.datasets.ScenePrompt;
import io.dreamcacher.datasets.ScenePrompts;
import io.dreamcacher.embedded.ImageLaboratory;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.evaluation.GroupedPair;
import io.dreamcacher.evaluation.LabelledPair;
import io.dreamcacher.evaluation.RequestTrace;
import io.dreamcacher.evaluation.RocArea;
import io.dreamcacher.evaluation.ScenePairs;
import io.dreamcacher.evaluation.TraceReplay;
import io.dreamcacher.evaluation.TraceReplay.Answered;
import io.dreamcacher.evaluation.TraceReplay.Choice;
import io.dreamcacher.evaluation.TraceReplay.Counts;
import io.dreamcacher.evaluation.TraceReplay.Neighbour;
import io.dreamcacher.evaluation.TraceReplay.Outcome;
import io.dreamcacher.gate.Calibration;
import io.dreamcacher.gate.CalibrationJson;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.LiveEstimate;
import io.dreamcacher.reuse.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * How well the judge of background checks tells right answers from wrong ones on the bundled model's pictures, and whether the live estimate
 * has the truth in its interval on a hundred traces. The judge looks at pictures of the rows that no calibration was fitted on, each drawn
 * with two seeds; traces ask for those rows in sessions. Run from the repository's root:
 *
 * <pre>mvn -B -q -Pestimate -pl bench -am process-classes -Dpictures=FOLDER</pre>
 *
 * With {@code -Dclip=FOLDER -Dcalibration=FILE} for another search CLIP and the calibration fitted with it.
 */
final class EstimateBench {
    private static final String HELD_OUT = "heldout";
    private static final int NEIGHBOURS = 10;
    private static final double CHECKED = 0.02;

    private static final List<Double> COSINES = List.of(0.95, 0.90, 0.85, 0.80);

    private final ImageLaboratory laboratory;
    private final Calibration calibration;
    private final List<ScenePrompt> rows;
    private final int runs;
    private final Map<String, Double> again = new HashMap<>();
    private final Map<List<String>, Double> losses = new HashMap<>();
    private final Map<List<String>, Boolean> contradictions = new HashMap<>();

    private EstimateBench(ImageLaboratory laboratory, Calibration calibration, List<ScenePrompt> rows, int runs) {
        this.laboratory = laboratory;
        this.calibration = calibration;
        this.rows = rows;
        this.runs = runs;
    }

    /**
     * Measures and prints.
     *
     * @param arguments the repository's root, a folder of images, a CLIP or "own", a calibration, how many traces
     */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        Path nothing = Files.createTempDirectory("dreamcacher-estimate");
        String clip = arguments[2].equals("own") ? "" : arguments[2];
        try (ImageLaboratory laboratory = ImageLaboratory.open(MemoryOptions.at(nothing).withClip(clip),
                Path.of(arguments[1]))) {
            Path file = root.resolve(arguments[3]);
            List<ScenePrompt> rows = ScenePrompts.read(root.resolve("models/postcards/prompts.csv"))
                    .stream()
                    .filter(row -> row.split().equals(HELD_OUT))
                    .toList();
            rows.forEach(row -> laboratory.draw(row.prompt()));
            EstimateBench bench = new EstimateBench(laboratory,
                    CalibrationJson.read(Files.readString(file), file.toString()), rows,
                    Integer.parseInt(arguments[4]));
            System.out.println(Machine.description());
            bench.judge();
            bench.traces();
        } finally {
            Files.delete(nothing);
        }
    }

    /** The judge's numbers of labelled pairs whose truth is known, beside those of controls. */
    private void judge() {
        double[] controls = rows.stream().mapToDouble(row -> loss(row.prompt(), row.prompt())).toArray();
        double threshold = LiveEstimate.threshold(controls);
        List<LabelledPair> pairs = ScenePairs.of(rows, NEIGHBOURS, laboratory::similarity)
                .stream()
                .map(GroupedPair::pair)
                .toList();
        System.out.printf(
                "%nThe judge: by how much less a picture shows what was asked than a new one; wrong above %.4f%n",
                threshold);
        System.out.printf("%-42s %7s %8s %11s %8s %6s%n", "pairs", "n", "mean", "deviation", "above, %", "AUC");
        print("controls, right", controls, controls, threshold);
        print("paraphrases, right", numbers(pairs, LabelledPair::same), controls, threshold);
        print("wrong, all", numbers(pairs, pair -> !pair.same()), controls, threshold);
        print("controls, wrong (the guard contradicts)",
                numbers(pairs, pair -> !pair.same() && contradicts(pair.asked(), pair.stored())), controls, threshold);
        print("wrong, the guard sees nothing",
                numbers(pairs, pair -> !pair.same() && !contradicts(pair.asked(), pair.stored())), controls, threshold);
        for (double least : COSINES) {
            print("wrong, cosine from %.2f".formatted(least), numbers(pairs, pair -> !pair.same()
                    && laboratory.similarity(pair.asked(), pair.stored()) >= least), controls, threshold);
        }
        Map<String, List<LabelledPair>> kinds = new TreeMap<>();
        pairs.stream()
                .filter(pair -> !pair.same())
                .forEach(pair -> kinds.computeIfAbsent(pair.kind(), kind -> new ArrayList<>()).add(pair));
        kinds.forEach((kind, some) -> print("wrong, " + kind, numbers(some, pair -> true), controls, threshold));
    }

    private double[] numbers(List<LabelledPair> pairs, Predicate<LabelledPair> which) {
        return pairs.stream().filter(which).mapToDouble(pair -> loss(pair.asked(), pair.stored())).toArray();
    }

    private static void print(String name, double[] numbers, double[] controls, double threshold) {
        double mean = Arrays.stream(numbers).average().orElse(Double.NaN);
        double deviation = Math.sqrt(
                Arrays.stream(numbers).map(number -> (number - mean) * (number - mean)).average().orElse(Double.NaN));
        Share above = new Share(Arrays.stream(numbers).filter(number -> number > threshold).count(), numbers.length);
        System.out.printf("%-42s %,7d %8.3f %11.3f %8.1f %6.3f%n", name, numbers.length, mean, deviation,
                100 * above.value(), RocArea.of(numbers, controls));
    }

    /** Of a stored image as the answer to a prompt, beside a new one of it; of its own prompt beside one of another seed. */
    private double loss(String asked, String stored) {
        return losses.computeIfAbsent(List.of(asked, stored),
                pair -> LiveEstimate.loss(asked.equals(stored) ? again(asked) : laboratory.shown(asked, asked),
                        laboratory.shown(asked, stored)));
    }

    private double again(String prompt) {
        return again.computeIfAbsent(prompt, laboratory::shownAgain);
    }

    private boolean contradicts(String asked, String stored) {
        return contradictions.computeIfAbsent(List.of(asked, stored), pair -> laboratory.isVetoed(asked, stored));
    }

    private void traces() {
        System.out.printf("%n%d traces of %,d requests, %.0f %% of the answers by near pictures checked%n", runs,
                RequestTrace.Parameters.USUAL.requests(), 100 * CHECKED);
        System.out.printf("%-14s %9s %7s %9s %9s %12s %8s %9s %9s%n", "reuse", "truth, %", "checks", "right", "wrong",
                "estimate, %", "width, %", "can tell", "in it");
        print("gate at 1%", new Pairwise());
        for (double least : COSINES) {
            print("cosine %.2f".formatted(least), TraceReplay.threshold(least));
        }
    }

    /** The gate, asked about each pair of prompts once: a question of its own for each, so that all are read by the verifier. */
    private final class Pairwise implements TraceReplay.Policy {
        private final Map<List<String>, Boolean> returned = new HashMap<>();

        @Override
        public int k() {
            return GatePolicy.NEIGHBOURS;
        }

        @Override
        public Choice choose(String asked, List<Neighbour> nearest) {
            for (int place = 0; place < nearest.size(); place++) {
                String stored = nearest.get(place).prompt();
                if (returned.computeIfAbsent(List.of(asked, stored), pair -> returns(asked, stored))) {
                    return new Choice.Give(place);
                }
            }
            return new Choice.Make();
        }

        private boolean returns(String asked, String stored) {
            return laboratory.ask(calibration, asked, ErrorBudget.USUAL)
                    .decide(laboratory.candidate(calibration, asked, stored)) instanceof Gate.Decision.Return;
        }
    }

    private void print(String name, TraceReplay.Policy policy) {
        TraceReplay replay = new TraceReplay(laboratory::vector);
        double[] sums = new double[6];
        int known = 0;
        int within = 0;
        for (int run = 1; run <= runs; run++) {
            List<Answered> answers = replay.run(RequestTrace.ofRows(rows, RequestTrace.Parameters.USUAL, run), policy);
            double truth = Counts.of(answers).wrongOfSimilar().value();
            Checks checks = checked(answers, new Random(run));
            LiveEstimate estimate = checks.estimate();
            double[] one = {truth, checks.reused.size(), checks.right.size(), checks.wrong.size(), estimate.share(),
                    estimate.high() - estimate.low()};
            Arrays.setAll(sums, place -> sums[place] + one[place]);
            known += estimate.isKnown() ? 1 : 0;
            within += estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
        }
        System.out.printf("%-14s %9.2f %7.0f %9.0f %9.0f %12.2f %8.1f %9d %9d%n", name, 100 * sums[0] / runs,
                sums[1] / runs, sums[2] / runs, sums[3] / runs, 100 * sums[4] / runs, 100 * sums[5] / runs, known,
                within);
    }

    /** What was checked, as a memory checks. */
    private record Checks(List<LiveEstimate.Judged> reused, List<LiveEstimate.Judged> right,
            List<LiveEstimate.Judged> wrong) {
        LiveEstimate estimate() {
            return LiveEstimate.of(reused, right, wrong);
        }
    }

    private LiveEstimate.Judged judged(String asked, String stored) {
        return new LiveEstimate.Judged(loss(asked, stored), stored);
    }

    private Checks checked(List<Answered> answers, Random random) {
        LiveEstimate.Sample sample = new LiveEstimate.Sample(CHECKED, random);
        Checks checks = new Checks(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Answered answer : answers) {
            String asked = answer.asked().prompt();
            if (answer.outcome() == Outcome.SIMILAR && sample.drawsAnswer()) {
                String stored = answer.stored().orElseThrow().prompt();
                if (sample.drawsControl()) {
                    checks.right().add(judged(stored, stored));
                } else {
                    checks.reused().add(judged(asked, stored));
                }
            } else if (answer.outcome() == Outcome.GENERATED && answer.stored().isPresent()
                    && sample.drawsTurnedDown()) {
                String stored = answer.stored().get().prompt();
                if (contradicts(asked, stored)) {
                    checks.wrong().add(judged(asked, stored));
                }
            }
        }
        return checks;
    }
}
