package io.dreamcacher.bench;

import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.embedded.ReuseExplainer;
import io.dreamcacher.evaluation.LabelledPair;
import io.dreamcacher.evaluation.TextCalibrationFit;
import io.dreamcacher.evaluation.TextCalibrationFit.Example;
import io.dreamcacher.gate.Explanation;
import io.dreamcacher.gate.Guard;
import io.dreamcacher.gate.ModelJudgement;
import io.dreamcacher.language.EnglishComparer;
import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.PromptComparer.Feature;
import io.dreamcacher.reuse.PromptContent;
import io.dreamcacher.reuse.Share;
import io.dreamcacher.reuse.TextCalibration;
import io.dreamcacher.reuse.Verifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What each part of the decision by texts adds: the same fit without it, on pairs that no fit saw; and without each of the guard's readers, as
 * shipped, on pairs made by rule. Right and wrong pairs reused at the usual budget, with 95 % bounds.
 */
final class TextAblation {
    private static final Map<String, Pattern> PARTS = parts();

    private final List<Example> examples;
    private final List<Feature> features;
    private final List<Set<String>> findings;
    private final Verifier.Description verifier;

    private TextAblation(List<Example> examples, Verifier.Description verifier) {
        this.examples = examples;
        this.features = EnglishComparer.open().features();
        this.findings = examples.stream().map(example -> findings(example.pair())).toList();
        this.verifier = verifier;
    }

    private static Map<String, Pattern> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("words only the stored prompt has", "extra-.*");
        parts.put("order of words", "order");
        parts.put("same structure", "same-structure");
        parts.put("bindings", "binding-.*");
        parts.put("roles", "role-.*");
        parts.put("places", "place-.*");
        parts.put("exchanged parts", ".*-(reversed|other-head|other-dependent)");
        parts.put("things that are not there, other prepositions", ".*-(wordless|elsewhere)");
        parts.put("apart, repeated", "apart|repeated");
        parts.put("all of the parser", "(binding|role|place)-.*|same-structure|apart|repeated");
        parts.put("all but verifier and guard", ".*");
        Map<String, Pattern> patterns = new LinkedHashMap<>();
        parts.forEach((name, pattern) -> patterns.put(name, Pattern.compile(pattern)));
        return patterns;
    }

    /** Arguments: the project's folder, the folder of a fit, its files of pairs, and other pairs: files, or {@code rules}. */
    public static void main(String[] arguments) throws IOException {
        for (String others : List.of(arguments[3].split(","))) {
            readers(others);
        }
        Path project = Path.of(arguments[0]);
        Path work = Path.of(arguments[1]);
        try (Verifier verifier = TextFit.verifier(project, work)) {
            List<LabelledPair> pairs = TextFit.pairs(arguments[2]);
            new TextAblation(TextFit.examples(project, work, verifier, pairs), verifier.description()).print();
        }
    }

    private void print() {
        heading("without", "fitted again without it, on pairs the fit did not see");
        fit("–", features, true, example -> example);
        PARTS.forEach((name, part) -> fit(name, without(part.asMatchPredicate()), true, example -> example));
        fit("verifier", features, false, example -> new Example(example.pair(),
                example.evidence().with(TextCalibration.VERIFIER, 0), example.vetoed()));
        fit("the guard", features, true, example -> new Example(example.pair(), example.evidence(), false));
        Set<String> readers = new TreeSet<>();
        findings.stream().filter(found -> found.size() == 1).forEach(readers::addAll);
        for (String reader : readers) {
            fit("the guard's reader of " + reader, features, true, example -> withoutReader(example, reader));
        }
    }

    private static Example withoutReader(Example example, String reader) {
        boolean alone = example.vetoed() && findings(example.pair()).equals(Set.of(reader));
        return new Example(example.pair(), example.evidence(), example.vetoed() && !alone);
    }

    private List<Feature> without(Predicate<String> part) {
        return features.stream().filter(feature -> !part.test(feature.name())).toList();
    }

    private void fit(String name, List<Feature> kept, boolean noisy, Function<Example, Example> change) {
        TextCalibrationFit fit = TextFit.fit(examples.stream().map(change).toList(), kept, noisy);
        TextCalibrationFit.Result result = fit.fit(verifier);
        List<LabelledPair> pairs = new ArrayList<>();
        List<Boolean> reused = new ArrayList<>();
        for (int row = 0; row < fit.pairCount(); row++) {
            Example example = fit.examples().get(row);
            pairs.add(example.pair());
            reused.add(result.probabilities().get(row) >= result.calibration()
                    .needed(example.evidence(), ErrorBudget.USUAL)
                    .orElse(Double.POSITIVE_INFINITY));
        }
        row(name, pairs, reused);
    }

    /** As shipped, without each of the guard's readers that finds something: by the texts alone, and with Postcards' calibration. */
    private static void readers(String source) throws IOException {
        List<LabelledPair> pairs = TextComparison.pairs(source);
        List<Set<String>> findings = pairs.stream().map(TextAblation::findings).toList();
        Set<String> all = new TreeSet<>();
        findings.forEach(all::addAll);
        List<Explanation> found;
        try (ReuseExplainer explainer = ReuseExplainer.open(MemoryOptions.at(Path.of("")))) {
            found = pairs.stream()
                    .map(pair -> explainer.explain(pair.asked(), pair.stored(), ErrorBudget.USUAL))
                    .toList();
        }
        for (boolean pictures : new boolean[]{false, true}) {
            List<Boolean> enough = IntStream.range(0, pairs.size())
                    .mapToObj(row -> isEnough(pairs.get(row), found.get(row), pictures))
                    .toList();
            heading("without the guard's reader of", "as shipped, %s, on %s"
                    .formatted(pictures ? "Postcards' calibration or the texts" : "by the texts alone", source));
            row("–", pairs, reused(enough, findings, Set.of()));
            all.forEach(reader -> row(reader, pairs, reused(enough, findings, Set.of(reader))));
            row("anything", pairs, reused(enough, findings, all));
        }
    }

    private static List<Boolean> reused(List<Boolean> enough, List<Set<String>> findings, Set<String> without) {
        return IntStream.range(0, enough.size())
                .mapToObj(row -> enough.get(row) && without.containsAll(findings.get(row)))
                .toList();
    }

    private static boolean isEnough(LabelledPair pair, Explanation found, boolean pictures) {
        PromptContent asked = PromptContent.of(pair.asked());
        PromptContent stored = PromptContent.of(pair.stored());
        return asked.sameWords(stored) || asked.turnedRound(stored)
                || found.probability().orElse(0) >= found.needed().orElse(Double.POSITIVE_INFINITY)
                || (pictures && found.model().filter(ModelJudgement::isEnough).isPresent());
    }

    private static Set<String> findings(LabelledPair pair) {
        return new Guard().findings(PromptContent.of(pair.asked()).text(), PromptContent.of(pair.stored()).text())
                .keySet();
    }

    private static void heading(String what, String how) {
        System.out.printf(
                "%n| %s (%s) | right reused | %% | 95 %% | wrong reused | %% | 95 %% |%n|---|---|---|---|---|---|---|%n",
                what, how);
    }

    private static void row(String name, List<LabelledPair> pairs, List<Boolean> reused) {
        System.out.printf("| %s | %s | %s |%n", name, cells(share(pairs, reused, true)),
                cells(share(pairs, reused, false)));
    }

    private static Share share(List<LabelledPair> pairs, List<Boolean> reused, boolean same) {
        int[] rows = IntStream.range(0, pairs.size()).filter(row -> pairs.get(row).same() == same).toArray();
        return new Share(IntStream.of(rows).filter(reused::get).count(), rows.length);
    }

    private static String cells(Share share) {
        return "%,d of %,d | %.2f | %.2f to %.2f".formatted(share.count(), share.all(), 100 * share.value(),
                100 * share.lower(), 100 * share.upper());
    }
}
