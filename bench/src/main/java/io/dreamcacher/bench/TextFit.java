package io.dreamcacher.bench;

import io.dreamcacher.diffusion.CrossEncoderVerifier;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.evaluation.LabelledPair;
import io.dreamcacher.evaluation.LabelledPairs;
import io.dreamcacher.evaluation.TextCalibrationFit;
import io.dreamcacher.gate.Guard;
import io.dreamcacher.language.EnglishComparer;
import io.dreamcacher.reuse.Evidence;
import io.dreamcacher.reuse.PromptContent;
import io.dreamcacher.reuse.Share;
import io.dreamcacher.reuse.TextCalibration.Threshold;
import io.dreamcacher.reuse.TextCalibrationJson;
import io.dreamcacher.reuse.TextEvidence;
import io.dreamcacher.reuse.Verifier;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fits the calibration of the text's evidence on labelled pairs, writes it beside the verifier, and prints how often pairs the fit
 * did not see were reused, by kind.
 */
final class TextFit {
    /**
     * The bundled verifier was trained on the pairs of {@code ../shared/data/pairs}. With this much noise on its log odds it
     * separates them as it does the half it never saw: AUC 0.92, 19 % of the paraphrases at 1 % of the wrong pairs, where 0.920
     * and 20.7 % were measured (models/verifier/README.md).
     */
    private static final double UNSEEN = 2.9;

    /** Roles and places that the stored prompt does not keep, and what moved: here objects are exchanged. */
    private static final List<String> UNSETTLING = List.of("role-open", "role-other", "place-open", "place-other",
            "moved");

    private static final long SEED = 1;

    private static final Guard GUARD = new Guard();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private TextFit() {}

    /** Arguments: the project's folder, a folder for what takes long to find out, and files of pairs with commas between. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0], "models", "verifier");
        Path work = Path.of(arguments[1]);
        Path known = work.resolve("evidence.jsonl");
        List<LabelledPair> pairs = new ArrayList<>();
        for (String file : List.of(arguments[2].split(","))) {
            Files.readAllLines(Path.of(file)).forEach(line -> pairs.add(LabelledPairs.labelled(line, file)));
        }
        EnglishComparer comparer = EnglishComparer.open();
        try (Verifier verifier = CrossEncoderVerifier.open("bundled", folder, new ModelFingerprint(work),
                new SessionSettings(1))) {
            List<Evidence> evidence = evidence(new TextEvidence(comparer, verifier), pairs, known);
            List<TextCalibrationFit.Example> examples = IntStream.range(0, pairs.size())
                    .mapToObj(row -> new TextCalibrationFit.Example(pairs.get(row), evidence.get(row),
                            isVetoed(pairs.get(row))))
                    .toList();
            TextCalibrationFit fit = new TextCalibrationFit(examples, comparer.features(), UNSETTLING, UNSEEN, SEED);
            TextCalibrationFit.Result result = fit.fit(verifier.description());
            Files.writeString(folder.resolve("calibration.json"), TextCalibrationJson.write(result.calibration()));
            result.calibration().budgets().forEach(threshold -> print(fit.examples(), result, threshold));
        }
    }

    private static boolean isVetoed(LabelledPair pair) {
        return GUARD.difference(PromptContent.of(pair.asked()).text(), PromptContent.of(pair.stored()).text())
                .isPresent();
    }

    /** Evidence about the pairs, in their order; what a run before found out is read from its file. */
    private static List<Evidence> evidence(TextEvidence texts, List<LabelledPair> pairs, Path known)
            throws IOException {
        if (Files.exists(known)) {
            return Files.readAllLines(known).stream().map(line -> JSON.readValue(line, Evidence.class)).toList();
        }
        List<Evidence> found = new ArrayList<>();
        try (BufferedWriter lines = Files.newBufferedWriter(known)) {
            for (LabelledPair pair : pairs) {
                Evidence evidence = texts.prepare(PromptContent.of(pair.asked()))
                        .compare(PromptContent.of(pair.stored()));
                found.add(evidence);
                lines.write(JSON.writeValueAsString(evidence) + "\n");
            }
        }
        return found;
    }

    private static void print(List<TextCalibrationFit.Example> examples, TextCalibrationFit.Result result,
            Threshold threshold) {
        Map<String, long[]> counts = new HashMap<>();
        IntStream.range(0, examples.size()).forEach(row -> {
            LabelledPair pair = examples.get(row).pair();
            double least = result.calibration().isUnsettled(examples.get(row).evidence())
                    ? threshold.unsettled()
                    : threshold.settled();
            for (String kind : List.of(pair.kind() + (pair.same() ? " same" : " different"),
                    pair.same() ? "all same" : "all different")) {
                long[] count = counts.computeIfAbsent(kind, name -> new long[2]);
                count[0] += result.probabilities().get(row) >= least ? 1 : 0;
                count[1]++;
            }
        });
        System.out.printf("budget %.4f, probability %.4f, unsettled %.4f%n", threshold.share(), threshold.settled(),
                threshold.unsettled());
        new TreeMap<>(counts).forEach((kind, count) -> {
            Share reused = new Share(count[0], count[1]);
            System.out.printf("  %-32s %6d of %6d, %6.2f %% (%.2f to %.2f)%n", kind, reused.count(), reused.all(),
                    100 * reused.value(),
                    100 * reused.lower(), 100 * reused.upper());
        });
    }
}
