package io.dreamcacher.bench;

import io.dreamcacher.diffusion.CrossEncoderVerifier;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.evaluation.Families;
import io.dreamcacher.evaluation.LabelledPair;
import io.dreamcacher.evaluation.LabelledPairs;
import io.dreamcacher.evaluation.TextCalibrationFit;
import io.dreamcacher.gate.Guard;
import io.dreamcacher.language.EnglishComparer;
import io.dreamcacher.language.ParserTraining;
import io.dreamcacher.language.Treebank;
import io.dreamcacher.reuse.Evidence;
import io.dreamcacher.reuse.PromptComparer;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fits the calibration of the text's evidence on labelled pairs, writes it beside the verifier, and prints how often pairs the fit
 * did not see were reused, by kind.
 */
final class TextFit {
    /**
     * The bundled verifier was trained on the pairs of {@code ../shared/data/pairs}. With noise of these standard deviations on its log
     * odds it does on them as it did on the half it never saw (models/verifier/README.md): at the threshold that 20.7 % of the paraphrases
     * pass, as many of each kind of wrong pairs.
     */
    private static final Map<String, Double> UNSEEN = Map.of("replace-att-reworded", 3.6, "replace-att", 3.6,
            "replace-obj-reworded", 3.4, "replace-obj", 3.4, "replace-rel-reworded", 3.15, "replace-rel", 3.15,
            "swap-att-reworded", 1.85, "swap-obj-reworded", 2.5, "contrast", 3.6);

    private static final double UNSEEN_RIGHT = 2.9;

    /** Where words have exchanged their parts, or may have. */
    private static final Pattern UNSETTLING = Pattern
            .compile(".*-(?:reversed|other-head|other-dependent)|apart|repeated");

    private static final List<String> CERTAIN = List.of("same-structure");

    /** 1 in what is kept of pairs whose texts must not decide. */
    private static final String OBJECTION = "objection";

    /** Captions are short; what was fitted on them says nothing of lists of a hundred words. Weighing them adds nothing. */
    private static final List<String> LENGTHS = List.of("asked-words", "stored-words");

    private static final long SEED = 1;
    private static final int HALVES = 2;

    private static final Guard GUARD = new Guard();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private TextFit() {}

    /** Arguments: the project's folder, a folder for what takes long to find out, and files of pairs with commas between. */
    public static void main(String[] arguments) throws IOException {
        Path project = Path.of(arguments[0]);
        try (Verifier verifier = verifier(project, Path.of(arguments[1]))) {
            TextCalibrationFit fit = fit(examples(project, Path.of(arguments[1]), verifier, pairs(arguments[2])));
            TextCalibrationFit.Result result = fit.fit(verifier.description());
            Files.writeString(project.resolve("models/verifier/calibration.json"),
                    TextCalibrationJson.write(result.calibration()));
            result.calibration().budgets().forEach(threshold -> print(fit.examples(), result, threshold));
        }
    }

    /** The pairs of files with commas between. */
    static List<LabelledPair> pairs(String files) throws IOException {
        List<LabelledPair> pairs = new ArrayList<>();
        for (String file : List.of(files.split(","))) {
            Files.readAllLines(Path.of(file)).forEach(line -> pairs.add(LabelledPairs.labelled(line, file)));
        }
        return pairs;
    }

    /** The bundled verifier. */
    static Verifier verifier(Path project, Path work) {
        return CrossEncoderVerifier.open("bundled", project.resolve("models/verifier"), new ModelFingerprint(work),
                new SessionSettings(1));
    }

    /** What is known about the pairs, in their order; it is kept in a folder. */
    static List<TextCalibrationFit.Example> examples(Path project, Path work, Verifier verifier,
            List<LabelledPair> pairs) throws IOException {
        List<Evidence> evidence = evidence(project, verifier, pairs, work.resolve("evidence.jsonl"));
        return IntStream.range(0, pairs.size())
                .mapToObj(row -> new TextCalibrationFit.Example(pairs.get(row), evidence.get(row),
                        isVetoed(pairs.get(row)) || evidence.get(row).feature(OBJECTION).orElse(0) > 0))
                .toList();
    }

    /** A fit with the bundled comparer's features. */
    static TextCalibrationFit fit(List<TextCalibrationFit.Example> examples) {
        return fit(examples, EnglishComparer.open().features(), true);
    }

    /**
     * A fit with some features.
     *
     * @param noisy whether the verifier is made as unsure as it is of pairs it did not see
     */
    static TextCalibrationFit fit(List<TextCalibrationFit.Example> examples, List<PromptComparer.Feature> features,
            boolean noisy) {
        List<PromptComparer.Feature> weighed = features.stream()
                .filter(feature -> !LENGTHS.contains(feature.name()))
                .toList();
        List<String> names = weighed.stream().map(PromptComparer.Feature::name).toList();
        List<String> unsettling = names.stream().filter(name -> UNSETTLING.matcher(name).matches()).toList();
        List<String> certain = CERTAIN.stream().filter(names::contains).toList();
        return new TextCalibrationFit(examples, weighed,
                new TextCalibrationFit.Regions(certain, unsettling, LENGTHS),
                pair -> noisy ? unseen(pair) : 0, SEED);
    }

    private static double unseen(LabelledPair pair) {
        return pair.same() ? UNSEEN_RIGHT : UNSEEN.getOrDefault(pair.kind(), UNSEEN_RIGHT);
    }

    private static boolean isVetoed(LabelledPair pair) {
        return GUARD.differenceByTexts(PromptContent.of(pair.asked()).text(), PromptContent.of(pair.stored()).text())
                .isPresent();
    }

    /** Evidence about the pairs, in their order; what a run before found out is read from its file. */
    private static List<Evidence> evidence(Path project, Verifier verifier, List<LabelledPair> pairs, Path known)
            throws IOException {
        if (Files.exists(known)) {
            return Files.readAllLines(known).stream().map(line -> JSON.readValue(line, Evidence.class)).toList();
        }
        int[] halves = Families.parts(pairs, HALVES);
        List<TextEvidence> texts = new ArrayList<>();
        for (int half = 0; half < HALVES; half++) {
            texts.add(new TextEvidence(comparerWithout(half, halves, pairs, project), verifier));
        }
        List<Evidence> found = new ArrayList<>();
        try (BufferedWriter lines = Files.newBufferedWriter(known)) {
            for (int row = 0; row < halves.length; row++) {
                LabelledPair pair = pairs.get(row);
                TextEvidence.EvidenceQuestion question = texts.get(halves[row]).prepare(PromptContent.of(pair.asked()));
                PromptContent stored = PromptContent.of(pair.stored());
                Evidence evidence = question.compare(stored)
                        .with(OBJECTION, question.objection(stored).isPresent() ? 1 : 0);
                found.add(evidence);
                lines.write(JSON.writeValueAsString(evidence) + "\n");
            }
        }
        return found;
    }

    /** A comparer whose parser saw no prompt of one half: the one that is bundled was trained on most prompts there are. */
    private static EnglishComparer comparerWithout(int half, int[] halves, List<LabelledPair> pairs, Path project)
            throws IOException {
        Set<String> unseen = new HashSet<>();
        for (int row = 0; row < halves.length; row++) {
            if (halves[row] == half) {
                unseen.add(spaced(pairs.get(row).asked()));
                unseen.add(spaced(pairs.get(row).stored()));
            }
        }
        Treebank treebank = Treebank.read(project.resolve("language/training/prompts.conll.gz"));
        return EnglishComparer
                .with(new ParserTraining(SEED).train(treebank.of(prompt -> !unseen.contains(spaced(prompt)))));
    }

    private static String spaced(String prompt) {
        return String.join(" ", prompt.strip().split("\\s+"));
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
