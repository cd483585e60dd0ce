package io.dreamcacher.bench;

import io.dreamcacher.bench.PromptPair.Verdict;
import io.dreamcacher.gate.Calibration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The measured tables of {@code docs/reuse.md}, as Markdown. */
final class ReuseReport {
    private final Calibration.Thresholds thresholds;
    private final List<MeasuredPair> heldOut;

    private final List<List<MeasuredPair>> searches;
    private final List<MeasuredPair> unknown;

    /**
     * A report.
     *
     * @param heldOut all pairs of the held-out rows
     * @param searches for each held-out row, what a search over the others brings up, nearest first
     * @param unknown pairs of things the model never learned
     */
    ReuseReport(Calibration.Thresholds thresholds, List<MeasuredPair> heldOut, List<List<MeasuredPair>> searches,
            List<MeasuredPair> unknown) {
        this.thresholds = thresholds;
        this.heldOut = List.copyOf(heldOut);
        this.searches = List.copyOf(searches);
        this.unknown = List.copyOf(unknown);
    }

    String markdown() {
        return String.join("\n", rates(), kinds(), signals(), answers(), unknownThings());
    }

    /** One question after the other to a memory that holds all the other held-out prompts. */
    private String answers() {
        Map<String, Long> outcomes = searches.stream()
                .map(this::outcome)
                .collect(Collectors.groupingBy(outcome -> outcome, TreeMap::new, Collectors.counting()));
        List<String> lines = new ArrayList<>(List.of("| each held-out prompt asked of a memory of all the others | n |",
                "|---|---|"));
        outcomes.forEach((outcome, n) -> lines.add("| %s | %d |".formatted(outcome, n)));
        return String.join("\n", lines) + "\n";
    }

    private String outcome(List<MeasuredPair> search) {
        boolean available = search.stream().anyMatch(e -> e.is(Verdict.RIGHT));
        return search.stream()
                .filter(e -> e.isReused(thresholds))
                .findFirst()
                .map(e -> switch (e.pair().verdict()) {
                    case RIGHT -> "answered by a paraphrase";
                    case EITHER -> "answered by a prompt that says the same or more";
                    case WRONG -> "answered wrongly";
                })
                .orElse(available ? "generated, though a paraphrase was remembered" : "generated, as it must be");
    }

    private String unknownThings() {
        long prompt = unknown.stream().filter(e -> e.promptSimilarity() >= thresholds.promptSimilarity()).count();
        long both = unknown.stream().filter(e -> e.passes(thresholds)).count();
        return """
                | two things the model never learned, in the same words otherwise | n |
                |---|---|
                | pairs | %d |
                | reused by prompt similarity alone | %d |
                | reused by both similarities | %d |
                | reused by the gate | %d |
                """.formatted(unknown.size(), prompt, both,
                unknown.stream().filter(e -> e.isReused(thresholds)).count());
    }

    /** Wrong and missed reuses of the gate and of its parts. */
    private String rates() {
        Calibration.Thresholds promptOnly = new Calibration.Thresholds(thresholds.promptSimilarity(), -1);
        Calibration.Thresholds imageOnly = new Calibration.Thresholds(-1, thresholds.imageSimilarity());
        List<String> lines = new ArrayList<>(List.of(
                "| held-out pairs decided by | wrong reuses of wrong pairs | missed of right pairs | wrong share of reuses |",
                "|---|---|---|---|"));
        lines.add(line("the gate: guard and both similarities", e -> e.isReused(thresholds)));
        lines.add(line("both similarities, no guard", e -> e.passes(thresholds)));
        lines.add(line("guard and prompt similarity", e -> e.isReused(promptOnly)));
        lines.add(line("prompt similarity alone", e -> e.passes(promptOnly)));
        lines.add(line("guard and picture similarity", e -> e.isReused(imageOnly)));
        lines.add(line("picture similarity alone", e -> e.passes(imageOnly)));
        lines.add(line("guard alone", e -> !e.vetoed()));
        return String.join("\n", lines) + "\n";
    }

    private String line(String name, Predicate<MeasuredPair> isReused) {
        Calibration.Rates rates = Reuses.count(heldOut, isReused);
        return "| %s | %d of %d, %s | %d of %d, %s | %s |".formatted(name, rates.wrongReused(), rates.wrong(),
                Reuses.wrongRate(rates), rates.right() - rates.rightReused(), rates.right(), Reuses.missedRate(rates),
                Reuses.wrongShare(rates));
    }

    /** Pairs by what differs. */
    private String kinds() {
        List<String> lines = new ArrayList<>(List.of(
                "| pairs | verdict | n | guard vetoes | reused | reused without guard | highest prompt similarity the guard passed |",
                "|---|---|---|---|---|---|---|"));
        byKind().forEach((kind,
                evidence) -> lines.add("| %s | %d | %d | %d | %d | %s |".formatted(kind, evidence.size(),
                        evidence.stream().filter(MeasuredPair::vetoed).count(),
                        evidence.stream().filter(e -> e.isReused(thresholds)).count(),
                        evidence.stream().filter(e -> e.passes(thresholds)).count(), highestUnvetoed(evidence))));
        return String.join("\n", lines) + "\n";
    }

    private Map<String, List<MeasuredPair>> byKind() {
        return heldOut.stream()
                .collect(Collectors.groupingBy(
                        e -> e.pair().kind() + " | " + e.pair().verdict().name().toLowerCase(Locale.ROOT), TreeMap::new,
                        Collectors.toList()));
    }

    private static String highestUnvetoed(List<MeasuredPair> evidence) {
        return evidence.stream()
                .filter(e -> !e.vetoed())
                .map(MeasuredPair::promptSimilarity)
                .max(Comparator.naturalOrder())
                .map(highest -> String.format(Locale.ROOT, "%.3f", highest))
                .orElse("-");
    }

    /** How well each similarity alone separates right from wrong. */
    private String signals() {
        List<String> lines = new ArrayList<>(
                List.of("| AUC, right pairs against | n | prompt similarity | picture similarity |",
                        "|---|---|---|---|"));
        lines.add(auc("all wrong pairs", e -> true));
        lines.add(auc("wrong pairs the guard passes", e -> !e.vetoed()));
        lines.add(auc("neighbours", e -> e.pair().kind().equals(PromptPair.NEIGHBOUR)));
        lines.add(auc("near misses, all", e -> !e.pair().kind().equals(PromptPair.NEIGHBOUR)));
        heldOut.stream()
                .filter(e -> e.is(Verdict.WRONG))
                .map(e -> e.pair().kind())
                .filter(kind -> !kind.equals(PromptPair.NEIGHBOUR))
                .distinct()
                .sorted()
                .forEach(kind -> lines.add(auc("near misses, " + kind, e -> e.pair().kind().equals(kind))));
        return String.join("\n", lines) + "\n";
    }

    private String auc(String name, Predicate<MeasuredPair> which) {
        List<MeasuredPair> right = heldOut.stream().filter(e -> e.is(Verdict.RIGHT)).toList();
        List<MeasuredPair> wrong = heldOut.stream().filter(e -> e.is(Verdict.WRONG) && which.test(e)).toList();
        return String.format(Locale.ROOT, "| %s | %d | %.4f | %.4f |", name, wrong.size(),
                ErrorStatistics.auc(prompts(right), prompts(wrong)), ErrorStatistics.auc(images(right), images(wrong)));
    }

    private static double[] prompts(List<MeasuredPair> evidence) {
        return evidence.stream().mapToDouble(MeasuredPair::promptSimilarity).toArray();
    }

    private static double[] images(List<MeasuredPair> evidence) {
        return evidence.stream()
                .map(MeasuredPair::imageSimilarity)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .toArray();
    }
}
