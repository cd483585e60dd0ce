package io.dreamcacher.bench;

import io.dreamcacher.datasets.ScenePrompt;
import io.dreamcacher.datasets.ScenePrompts;
import io.dreamcacher.embedded.ImageLaboratory;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.evaluation.RequestTrace;
import io.dreamcacher.evaluation.TraceReplay;
import io.dreamcacher.evaluation.TraceReplay.Answered;
import io.dreamcacher.evaluation.TraceReplay.Counts;
import io.dreamcacher.evaluation.TraceReplay.Outcome;
import io.dreamcacher.gate.Calibration;
import io.dreamcacher.gate.CalibrationJson;
import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What reuse saves on traces of requests with sessions, and how often it is wrong, beside a threshold on the cosine of the prompts and others.
 * The traces begin with prompts that no calibration was fitted on; the threshold is tuned on those of the others. Run from the
 * repository's root:
 *
 * <pre>mvn -B -q -Ptrace -pl bench -am process-classes -Dpictures=FOLDER -Dseeds=1,2,3</pre>
 *
 * With {@code -Dclip=FOLDER -Dcalibration=FILE} for another search CLIP and the calibration fitted with it, {@code -Ddraw=true} to draw
 * what the folder of pictures lacks (about a second each), {@code -Dwarm=true} for the second half of traces twice as long.
 */
final class TraceBench {
    private static final String HELD_OUT = "heldout";
    private static final List<String> BUDGETS = List.of("0.5%", "1%", "2%");
    private static final String USUAL = "gate at 1%";
    private static final List<Double> COSINES = List.of(0.80, 0.85, 0.95);

    /** Seeds of the traces that thresholds are tuned on are so much greater. */
    private static final long TUNING = 1_000;

    /** No cosine. */
    private static final double UNREACHABLE = 2;

    private final Settings settings;
    private final ImageLaboratory laboratory;
    private final Calibration calibration;
    private final TraceReplay replay;
    private final List<ScenePrompt> rows;
    private final Map<String, List<Counts>> bySeed = new LinkedHashMap<>();

    private TraceBench(Settings settings, ImageLaboratory laboratory, Calibration calibration) {
        this.settings = settings;
        this.laboratory = laboratory;
        this.calibration = calibration;
        this.replay = new TraceReplay(laboratory::vector);
        this.rows = ScenePrompts.read(settings.root().resolve("models/postcards/prompts.csv"));
    }

    /**
     * What is to be run.
     *
     * @param root of the repository
     * @param images folder
     * @param clip search CLIP; empty for the model's own
     * @param calibration file
     * @param seeds of the traces
     * @param draws whether images are drawn that are not there
     * @param warm whether a memory has answered as many requests before
     */
    private record Settings(Path root, Path images, String clip, Path calibration, List<Long> seeds, boolean draws,
            boolean warm) {
        static Settings of(String[] arguments) {
            Path root = Path.of(arguments[0]);
            return new Settings(root, Path.of(arguments[1]), arguments[2].equals("own") ? "" : arguments[2],
                    root.resolve(arguments[3]),
                    Stream.of(arguments[4].split(",", -1)).map(Long::valueOf).toList(),
                    Boolean.parseBoolean(arguments[5]), Boolean.parseBoolean(arguments[6]));
        }
    }

    /**
     * Runs the policies and prints their table.
     *
     * @param arguments the repository's root, a folder of images, a CLIP or "own", a calibration, seeds with commas between, whether to draw,
     *        whether the memory is warm
     */
    public static void main(String[] arguments) throws IOException {
        Settings settings = Settings.of(arguments);
        Path nothing = Files.createTempDirectory("dreamcacher-trace");
        try (ImageLaboratory laboratory = ImageLaboratory.open(MemoryOptions.at(nothing).withClip(settings.clip()),
                settings.images())) {
            Calibration calibration = CalibrationJson.read(Files.readString(settings.calibration()),
                    settings.calibration().toString());
            if (!calibration.encoder().equals(laboratory.encoder())) {
                throw new IllegalArgumentException("the calibration must be fitted with the search CLIP, but is with %s"
                        .formatted(calibration.encoder().name()));
            }
            new TraceBench(settings, laboratory, calibration).run();
        } finally {
            Files.delete(nothing);
        }
    }

    private void run() {
        System.out.println(Machine.description());
        for (long seed : settings.seeds()) {
            run(seed);
        }
        System.out.printf("%n%d traces, the mean and what lies between the least and the most%n",
                settings.seeds().size());
        header();
        bySeed.forEach((name, counts) -> System.out.println(line(name, counts)));
    }

    private void run(long seed) {
        RequestTrace trace = trace(true, seed);
        RequestTrace.Shape shape = trace.shape();
        System.out.printf(
                "%nTrace %d: %,d requests, %,d sessions of a median of %d prompts with %d words changed, %,d prompts, %.1f %% asked for before%n",
                seed, trace.requests().size(), shape.sessions(), shape.median(), shape.changed(), shape.prompts(),
                100 * shape.repeats().value());
        header();
        count("exact only", trace, TraceReplay.threshold(UNREACHABLE));
        count("whoever knows the truth", trace, knowing(trace));
        for (String budget : BUDGETS) {
            GatePolicy gate = new GatePolicy(laboratory, calibration, ErrorBudget.parse(budget), settings.draws());
            count("gate at " + budget, trace, gate);
            System.out.printf(
                    "    of %,d pictures it looked at, %,d were drawn; the others as the model mostly draws%n",
                    gate.looked(), gate.seen());
        }
        long wrong = Objects.requireNonNull(bySeed.get(USUAL)).getLast().wrong().count();
        double elsewhere = replay.tuned(trace(false, seed + TUNING), wrong);
        double here = replay.tuned(trace, wrong);
        System.out.printf("    tuned to %d wrong: %.4f on other families, %.4f on this trace%n", wrong, elsewhere,
                here);
        count("cosine tuned on other families", trace, TraceReplay.threshold(elsewhere));
        count("cosine tuned on this trace", trace, TraceReplay.threshold(here));
        for (double least : COSINES) {
            count("cosine %.2f".formatted(least), trace, TraceReplay.threshold(least));
        }
    }

    private RequestTrace trace(boolean heldOut, long seed) {
        int length = RequestTrace.Parameters.USUAL.requests() * (settings.warm() ? 2 : 1);
        return RequestTrace.edited(rows.stream().filter(row -> row.split().equals(HELD_OUT) == heldOut).toList(),
                RequestTrace.Parameters.USUAL.withRequests(length), seed);
    }

    /** Gives the nearest picture that is right, if any of those a gate is asked about is: nobody saves more without wrong answers. */
    private static TraceReplay.Policy knowing(RequestTrace trace) {
        Map<String, ScenePrompt> scenes = new HashMap<>();
        trace.requests().forEach(request -> scenes.put(request.prompt().prompt(), request.prompt()));
        return new TraceReplay.Policy() {
            @Override
            public int k() {
                return GatePolicy.NEIGHBOURS;
            }

            @Override
            public TraceReplay.Choice choose(String asked, List<TraceReplay.Neighbour> nearest) {
                ScenePrompt wanted = Objects.requireNonNull(scenes.get(asked));
                for (int place = 0; place < nearest.size(); place++) {
                    if (wanted.isShownBy(Objects.requireNonNull(scenes.get(nearest.get(place).prompt())))) {
                        return new TraceReplay.Choice.Give(place);
                    }
                }
                return new TraceReplay.Choice.Make();
            }
        };
    }

    private void count(String name, RequestTrace trace, TraceReplay.Policy policy) {
        List<Answered> answers = replay.run(trace, policy);
        Counts counts = Counts.of(answers.subList(settings.warm() ? answers.size() / 2 : 0, answers.size()));
        bySeed.computeIfAbsent(name, key -> new ArrayList<>()).add(counts);
        System.out.println(line(name, List.of(counts)));
    }

    private static void header() {
        System.out.printf("%-31s %17s %7s %8s %8s %9s   %-32s %s%n", "", "saved, %", "exact", "similar", "refined",
                "generated", "wrong of all requests, %", "wrong of similar, %");
    }

    private static String line(String name, List<Counts> counts) {
        double[] saved = counts.stream().mapToDouble(one -> 100 * one.saved()).sorted().toArray();
        String spread = counts.size() == 1 ? "" : " (%.1f-%.1f)".formatted(saved[0], saved[saved.length - 1]);
        Share wrong = sum(counts.stream().map(Counts::wrong).toList());
        Share ofSimilar = sum(counts.stream().map(Counts::wrongOfSimilar).toList());
        return "%-31s %17s %7d %8d %8d %9d   %-32s %s".formatted(name,
                "%.1f%s".formatted(mean(saved), spread), mean(counts, Outcome.EXACT),
                mean(counts, Outcome.SIMILAR), mean(counts, Outcome.REFINED), mean(counts, Outcome.GENERATED),
                said(wrong), said(ofSimilar));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    private static long mean(List<Counts> counts, Outcome outcome) {
        return Math.round(counts.stream().mapToInt(one -> one.count(outcome)).average().orElse(0));
    }

    private static Share sum(List<Share> shares) {
        return new Share(shares.stream().mapToLong(Share::count).sum(), shares.stream().mapToLong(Share::all).sum());
    }

    private static String said(Share share) {
        return share.all() == 0
                ? "-"
                : "%.2f (%.2f-%.2f), %d".formatted(100 * share.value(), 100 * share.lower(), 100 * share.upper(),
                        share.count());
    }
}
