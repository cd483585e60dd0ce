package io.dreamcacher.bench;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import io.dreamcacher.diffusion.ClipSearchEncoder;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.embedded.ReuseExplainer;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.evaluation.GroupedPair;
import io.dreamcacher.evaluation.LabelledPair;
import io.dreamcacher.evaluation.PairRules;
import io.dreamcacher.evaluation.ReuseEvaluation;
import io.dreamcacher.evaluation.ReuseEvaluation.Baseline;
import io.dreamcacher.evaluation.ReuseEvaluation.Observation;
import io.dreamcacher.evaluation.TextCalibrationFit;
import io.dreamcacher.gate.Explanation;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.gate.ModelJudgement;
import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.TextCalibration;
import io.dreamcacher.reuse.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Holds the decision against the verifier alone and against cosines of all-MiniLM-L6-v2, on labelled pairs: the table of {@code
 * dreamcacher evaluate} with both in it, and its plot. MiniLM comes from LangChain4j and is no part of the product.
 *
 * <p>Of the pairs that the shipped calibration and verifier were fitted on neither may be asked as it is. With a folder of {@link TextFit}
 * the decision is that of the fit that did not see the pair's family, and the verifier is as unsure as it was measured to be on pairs it did not
 * see; without, all is as shipped.
 */
final class TextComparison {
    private static final String BY_RULE = "rules";
    private static final long SEED = 1;

    /** Below all log odds: pairs longer than the verifier reads. */
    private static final double CUT = -100;

    /** Pairs, what was made of them, and the verifier's log odds. */
    private record Found(String how, List<Observation> pairs, List<Double> odds) {}

    private TextComparison() {}

    /**
     * Arguments: the project's folder, files of labelled pairs with commas between (or {@code rules}, for pairs made by rule of the prompts that
     * come with the program), a name for them, a file for the plot, and the folder of a fit on these pairs where there was one.
     */
    public static void main(String[] arguments) throws IOException {
        List<LabelledPair> pairs = pairs(arguments[1]);
        Found found = arguments.length > 4 && !arguments[4].isBlank()
                ? crossValidated(Path.of(arguments[0]), Path.of(arguments[4]), pairs)
                : shipped(pairs);
        List<LabelledPair> kept = found.pairs().stream().map(Observation::pair).toList();
        List<Baseline> baselines = List.of(new Baseline("verifier alone", found.odds()),
                new Baseline("MiniLM", miniLm(kept)));
        ReuseEvaluation evaluation = ReuseEvaluation.of(found.pairs(), baselines);
        System.out.println(found.how());
        evaluation.lines(arguments[2], ErrorBudget.USUAL).forEach(System.out::println);
        List<String> files = List.of(arguments[1].split(","));
        if (files.size() > 1) {
            for (String file : files) {
                printPart(Path.of(file), found.pairs(), baselines);
            }
        }
        Files.writeString(Path.of(arguments[3]),
                evaluation.svg("%s at a budget of %s".formatted(arguments[2], ErrorBudget.USUAL)));
    }

    /** The pairs of files with commas between, or made by rule of the prompts that come with the program. */
    static List<LabelledPair> pairs(String source) throws IOException {
        return source.equals(BY_RULE) ? byRule() : TextFit.pairs(source);
    }

    private static List<LabelledPair> byRule() {
        PairRules rules = PairRules.usual();
        return PairRules.ordinaryPrompts()
                .stream()
                .flatMap(prompt -> rules.pairs(prompt, SEED).stream())
                .map(GroupedPair::pair)
                .toList();
    }

    /** The same table of the pairs of one file among several. */
    private static void printPart(Path file, List<Observation> pairs, List<Baseline> baselines) throws IOException {
        Set<LabelledPair> its = new HashSet<>(TextFit.pairs(file.toString()));
        int[] rows = IntStream.range(0, pairs.size()).filter(row -> its.contains(pairs.get(row).pair())).toArray();
        ReuseEvaluation part = ReuseEvaluation.of(IntStream.of(rows).mapToObj(pairs::get).toList(),
                baselines.stream()
                        .map(baseline -> new Baseline(baseline.name(),
                                IntStream.of(rows).mapToObj(baseline.values()::get).toList()))
                        .toList());
        System.out.println();
        part.lines(file.toString(), ErrorBudget.USUAL).forEach(System.out::println);
    }

    private static Found crossValidated(Path project, Path work, List<LabelledPair> pairs) throws IOException {
        try (Verifier verifier = TextFit.verifier(project, work);
                SearchEncoder clip = ClipSearchEncoder.open("postcards", project.resolve("models/postcards/clip"),
                        Pooling.END, new ModelFingerprint(work), new SessionSettings(1))) {
            TextCalibrationFit fit = TextFit.fit(TextFit.examples(project, work, verifier, pairs));
            TextCalibrationFit.Result result = fit.fit(verifier.description());
            Cosines cosines = new Cosines(text -> clip.encode(text).prompt());
            List<Observation> observations = IntStream.range(0, fit.pairCount())
                    .mapToObj(row -> observation(fit.examples().get(row), result.probabilities().get(row),
                            result.calibration(), cosines))
                    .toList();
            return new Found(
                    "Cross-validated: each pair decided by a fit that saw no pair of its family, and the verifier with noise"
                            + " that makes it as unsure of each kind as it was of pairs it never saw. The decision's threshold was chosen on all of them.",
                    observations,
                    fit.examples()
                            .subList(0, fit.pairCount())
                            .stream()
                            .map(example -> example.evidence().feature(TextCalibration.VERIFIER).orElseThrow())
                            .toList());
        }
    }

    private static Observation observation(TextCalibrationFit.Example example, double probability,
            TextCalibration calibration, Cosines cosines) {
        double needed = calibration.needed(example.evidence(), ErrorBudget.USUAL).orElse(Double.POSITIVE_INFINITY);
        LabelledPair pair = example.pair();
        return new Observation(pair, probability >= needed, probability, cosines.of(pair));
    }

    private static Found shipped(List<LabelledPair> pairs) {
        List<Observation> observations = new ArrayList<>();
        List<Double> odds = new ArrayList<>();
        try (ReuseExplainer explainer = ReuseExplainer.open(MemoryOptions.at(Path.of("")))) {
            for (LabelledPair pair : pairs) {
                Explanation found = explainer.explain(pair.asked(), pair.stored(), ErrorBudget.USUAL);
                double seen = found.model().map(ModelJudgement::probability).orElse(0.0);
                double probability = found.findings().isEmpty() ? Math.max(seen, found.probability().orElse(0)) : 0;
                observations.add(new Observation(pair, found.decision() instanceof Gate.Decision.Return, probability,
                        found.similarity()));
                odds.add(found.evidence().feature(TextCalibration.VERIFIER).orElse(CUT));
            }
        }
        return new Found("As shipped.", observations, odds);
    }

    private static List<Double> miniLm(List<LabelledPair> pairs) {
        AllMiniLmL6V2QuantizedEmbeddingModel model = new AllMiniLmL6V2QuantizedEmbeddingModel();
        Cosines cosines = new Cosines(
                text -> Embedding.ofVector(model.embed(TextSegment.from(text)).content().vector()));
        return pairs.stream().map(cosines::of).toList();
    }

    /** Cosines of prompts, each of which is encoded once. */
    private static final class Cosines {
        private final Function<String, Embedding> encoder;
        private final Map<String, Embedding> known = new HashMap<>();

        private Cosines(Function<String, Embedding> encoder) {
            this.encoder = encoder;
        }

        private double of(LabelledPair pair) {
            return known.computeIfAbsent(pair.asked(), encoder)
                    .similarity(known.computeIfAbsent(pair.stored(), encoder));
        }
    }
}
