package io.dreamcacher.cli.commands;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dreamcacher.api.ImageHistory;
import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.embedded.ReuseExplainer;
import io.dreamcacher.evaluation.LabelledPairs;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.gate.Explanation;
import io.dreamcacher.gate.ImageEvidence;
import io.dreamcacher.gate.ModelJudgement;
import io.dreamcacher.generation.GenerationId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Explains whether a picture of one prompt answers another. */
@Command(name = "why", description = "Explain whether a picture of one prompt answers another: every signal, what differs, the decision.")
final class WhyCommand extends SpeakingCommand {
    @Parameters(arity = "0..2", paramLabel = "ID | ASKED STORED", description = "A remembered picture; or the prompt that is asked for, and that of a picture.")
    private List<String> prompts = List.of();

    @Option(names = "--jsonl", paramLabel = "FILE", description = "Pairs, one {\"a\": asked, \"b\": stored} a line, or - for standard input; prints a line of JSON for each, in order.")
    private Optional<String> pairs;

    @Mixin
    private DecisionFlags decision = new DecisionFlags();

    @Mixin
    private MemoryFlags flags = new MemoryFlags();

    /**
     * A line of JSON.
     *
     * @param veto whether something forbids reuse whatever the rest says
     */
    private record Line(boolean veto, List<String> findings, double similarity, Optional<Double> probability,
            String decision) {}

    /** The JSON object for one pair. */
    private record Detail(@JsonUnwrapped Line line, Optional<Double> needed, String reason,
            Map<String, Double> evidence, Optional<Seen> picture) {}

    /** What the model's own calibration says, of a picture as it mostly draws. */
    private record Seen(double probability, Optional<Double> needed, Map<String, Double> evidence) {
        static Seen of(ModelJudgement found) {
            return new Seen(found.probability(),
                    Optional.of(found.needed()).filter(needed -> needed <= 1), found.evidence().features());
        }
    }

    WhyCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        if (pairs.isEmpty() && prompts.size() == 1 && GenerationId.isOne(prompts.getFirst())) {
            return remembered(prompts.getFirst());
        }
        boolean two = prompts.size() == 2;
        if (pairs.isPresent() == two || (pairs.isPresent() && !prompts.isEmpty())) {
            throw DreamCacherException.badRequest(
                    "Two prompts are compared, the asked and the stored one, or the pairs of --jsonl, or one picture is explained by its name; %d prompts were given."
                            .formatted(prompts.size()));
        }
        try (ReuseExplainer explainer = ReuseExplainer.open(decision.options(this))) {
            if (pairs.isPresent()) {
                explainAll(explainer, pairs.get());
            } else {
                tell(explainer.explain(prompts.get(0), prompts.get(1), decision.budget()));
            }
        }
        return ExitCode.OK;
    }

    /** What a picture of the memory answered. */
    private int remembered(String id) {
        try (MemoryAccess memory = context.opener().apply(flags.options(Optional.empty()))) {
            ImageHistory history = memory.why(id).orElseThrow(() -> ShowCommand.unknown(id));
            if (flags.json()) {
                printJson(history);
            } else {
                HistoryLines.of(history).forEach(line -> say("%s", line));
            }
        }
        return ExitCode.OK;
    }

    private void explainAll(ReuseExplainer explainer, String file) {
        String name = file.equals("-") ? "standard input" : file;
        try (BufferedReader lines = open(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    LabelledPairs.Pair pair = LabelledPairs.pair(line, "%s, line %d".formatted(name, number));
                    printJson(line(explainer.explain(pair.asked(), pair.stored(), decision.budget())));
                }
            }
        } catch (IOException e) {
            throw DreamCacherException
                    .badRequest("The pairs in %s cannot be read: %s.".formatted(name, e.getMessage()));
        }
    }

    private static BufferedReader open(String file) throws IOException {
        return file.equals("-")
                ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                : Files.newBufferedReader(Path.of(file));
    }

    private static Line line(Explanation found) {
        return new Line(!found.findings().isEmpty(), found.findings(), found.similarity(), boxed(found.probability()),
                found.decision().kind());
    }

    private void tell(Explanation found) {
        if (flags.json()) {
            printJson(new Detail(line(found), boxed(found.needed()), found.decision().reason(),
                    found.evidence().features(), found.model().map(Seen::of)));
            return;
        }
        say("%s  %s", found.decision().kind(), found.decision().reason());
        found.findings().forEach(finding -> say("differs      %s", finding));
        say("similarity   %.4f, of the prompts' vectors", found.similarity());
        found.model().ifPresent(this::tellSeen);
        say("probability  %s, %s needed for a budget of %s", number(found.probability()), number(found.needed()),
                decision.budget());
        found.evidence().features().forEach((name, value) -> {
            if (value != 0) {
                say("  %-20s %s", name, String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.3f", value));
            }
        });
    }

    private void tellSeen(ModelJudgement seen) {
        say("picture      %.4f, %s needed for a budget of %s, by the model's own calibration", seen.probability(),
                seen.needed() > 1 ? "none" : "%.4f".formatted(seen.needed()), decision.budget());
        ImageEvidence.features()
                .forEach(feature -> seen.evidence()
                        .feature(feature.name())
                        .ifPresent(value -> say("  %-20s %s", feature.name(),
                                String.format(Locale.ROOT, "%.3f", value))));
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.4f", value.getAsDouble()) : "none";
    }
}
