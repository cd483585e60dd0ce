package io.dreamcacher.bench;

import io.dreamcacher.diffusion.ClipSearchEncoder;
import io.dreamcacher.diffusion.model.ModelChoice;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.pipeline.DiffusionGenerator;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.gate.Calibration;
import io.dreamcacher.gate.CalibrationJson;
import io.dreamcacher.gate.Guard;
import io.dreamcacher.model.ModelRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Fits the gate of Postcards on the training rows of its prompts and measures it on the held-out ones. Writes
 * {@code calibration.json} beside the model and the tables into {@code docs/reuse.md}. Run from the repository's root:
 *
 * <pre>{@value #COMMAND}</pre>
 *
 * Images are kept in the folder, so that only the first run takes long. The same images give the same thresholds.
 */
final class CalibrationFit {
    private static final String COMMAND = "mvn -B -q -Pfit -pl bench -am process-classes -Dpictures=FOLDER";
    private static final Path POSTCARDS = Path.of("models", "postcards");
    private static final Path DOCUMENT = Path.of("docs", "reuse.md");
    private static final double BUDGET = 0.01;
    private static final double LOSS = 0.01;
    private static final int TRAIN_IMAGES = 210;
    private static final long SEED = 20_261_124;

    private final SearchEncoder encoder;
    private final ImageCache images;
    private final Guard guard = new Guard();

    private CalibrationFit(SearchEncoder encoder, ImageCache images) {
        this.encoder = encoder;
        this.images = images;
    }

    /**
     * Runs the fit.
     *
     * @param arguments the repository's root and the folder of images
     */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        Path folder = Path.of(arguments[1]);
        Path postcards = root.resolve(POSTCARDS);
        ModelFingerprint fingerprints = new ModelFingerprint(folder);
        SessionSettings settings = SessionSettings.allProcessors();
        try (SearchEncoder encoder = ClipSearchEncoder.open("postcards/clip", postcards.resolve("clip"), Pooling.END,
                fingerprints, settings);
                DiffusionGenerator generator = DiffusionGenerator.open(ModelRef.of("postcards/sd"),
                        ModelChoice.of(postcards.resolve("sd")),
                        fingerprints, settings)) {
            CalibrationFit fit = new CalibrationFit(encoder, new ImageCache(folder, generator));
            fit.run(PromptSet.read(postcards.resolve("prompts.csv")),
                    postcards.resolve("sd").resolve("calibration.json"),
                    root.resolve(DOCUMENT));
        }
    }

    private void run(List<LabelledPrompt> rows, Path calibrationFile, Path document) throws IOException {
        List<LabelledPrompt> train = rows.stream().filter(row -> row.split().equals("train")).toList();
        List<LabelledPrompt> heldOut = rows.stream().filter(row -> row.split().equals("heldout")).toList();
        List<MeasuredPair> fitted = embed(train, someFamilies(train)).evidence(guard);
        Calibration.Thresholds thresholds = new ThresholdFit(fitted, BUDGET).fit(LOSS);
        EmbeddedPrompts measuredPrompts = embed(heldOut, all(heldOut));
        List<MeasuredPair> measured = measuredPrompts.evidence(guard);
        Files.writeString(calibrationFile, CalibrationJson.write(calibration(thresholds, train, fitted, measured)));
        ReuseReport report = new ReuseReport(thresholds, measured, measuredPrompts.searches(guard), unknownThings());
        writeInto(document, heading(thresholds, fitted) + report.markdown());
    }

    private List<MeasuredPair> unknownThings() throws IOException {
        List<LabelledPrompt> rows = UnknownThings.rows();
        EmbeddedPrompts embedded = embed(rows, all(rows));
        return UnknownThings.pairs(rows).stream().map(pair -> embedded.evidence(guard, pair)).toList();
    }

    private EmbeddedPrompts embed(List<LabelledPrompt> rows, Set<Integer> imaged) throws IOException {
        List<EncodedPrompt> vectors = rows.stream().map(row -> encoder.encode(row.prompt())).toList();
        Map<Integer, Embedding> seen = new HashMap<>();
        for (int row : imaged.stream().sorted().toList()) {
            seen.put(row, encoder.encode(images.image(rows.get(row).prompt())));
        }
        return new EmbeddedPrompts(rows, vectors, seen);
    }

    private static Set<Integer> all(List<LabelledPrompt> rows) {
        return new HashSet<>(IntStream.range(0, rows.size()).boxed().toList());
    }

    /** Rows of randomly chosen families: paraphrase groups with their near misses. */
    private static Set<Integer> someFamilies(List<LabelledPrompt> rows) {
        List<String> families = new ArrayList<>(rows.stream().map(CalibrationFit::family).distinct().sorted().toList());
        Collections.shuffle(families, new Random(SEED));
        Set<Integer> chosen = new HashSet<>();
        for (String family : families) {
            List<Integer> members = IntStream.range(0, rows.size())
                    .filter(i -> family(rows.get(i)).equals(family))
                    .boxed()
                    .toList();
            if (chosen.size() + members.size() > TRAIN_IMAGES) {
                break;
            }
            chosen.addAll(members);
        }
        return chosen;
    }

    /** "g0001" of "g0001" and of its near misses, "g0001n0" and so on. */
    private static String family(LabelledPrompt row) {
        int nearMiss = row.group().indexOf('n');
        return nearMiss < 0 ? row.group() : row.group().substring(0, nearMiss);
    }

    private Calibration calibration(Calibration.Thresholds thresholds, List<LabelledPrompt> train,
            List<MeasuredPair> fitted,
            List<MeasuredPair> measured) {
        EncoderDescription description = encoder.description();
        return new Calibration("postcards",
                new Calibration.Encoder(description.name(), description.fingerprint(), description.pooling()),
                thresholds,
                new Calibration.Measured(LocalDate.now(ZoneOffset.UTC), COMMAND, BUDGET,
                        Reuses.count(fitted, e -> e.isReused(thresholds)),
                        Reuses.count(measured, e -> e.isReused(thresholds))),
                Calibration.Domain.of(train.stream().map(LabelledPrompt::prompt).toList()));
    }

    private static String heading(Calibration.Thresholds thresholds, List<MeasuredPair> fitted) {
        Calibration.Rates rates = Reuses.count(fitted, e -> e.isReused(thresholds));
        return """
                Thresholds: prompt similarity %s, picture similarity %s. On the training pairs they were fitted on: %d of \
                %d wrong pairs reused, %d of %d right pairs missed.

                """
                .formatted(thresholds.promptSimilarity(), thresholds.imageSimilarity(), rates.wrongReused(),
                        rates.wrong(), rates.right() - rates.rightReused(), rates.right());
    }

    /** Replaces what stands between the markers of a document. */
    private static void writeInto(Path document, String tables) throws IOException {
        String begin = "<!-- measured: begin -->\n";
        String end = "<!-- measured: end -->\n";
        String text = Files.readString(document);
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalStateException("%s must have the lines %s and %s".formatted(document, begin, end));
        }
        Files.writeString(document, text.substring(0, from + begin.length()) + tables + text.substring(to));
    }
}
