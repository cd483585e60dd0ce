package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.embedded.ReuseExplainer;
import io.dreamcacher.evaluation.LabelledPair;
import io.dreamcacher.evaluation.ReuseEvaluation;
import io.dreamcacher.evaluation.ReuseEvaluation.Observation;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.gate.Explanation;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.gate.ModelJudgement;
import io.dreamcacher.reuse.ErrorBudget;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Counts what the reuse decision gets right and wrong on labelled pairs. */
@Command(name = "evaluate", description = "Count the right and wrong reuses on labelled pairs of prompts, by kind, beside simpler rules.")
final class EvaluateCommand extends SpeakingCommand {
    @Parameters(paramLabel = "PAIRS", description = "JSON lines {\"a\": asked, \"b\": stored, \"label\": \"same\" or \"different\", \"kind\": name}, or - for standard input; the kind may be left out.")
    private String pairs = "-";

    @Option(names = "--svg", paramLabel = "FILE", description = "Write a plot of it, as SVG.")
    private Optional<Path> svg;

    @Mixin
    private DecisionFlags decision = new DecisionFlags();

    @Mixin
    private ToolFlags flags = new ToolFlags();

    private final Opener opener;

    /** Opens what decides. */
    interface Opener {
        Decisions open(MemoryOptions options);
    }

    /** Decides about pairs of prompts until it is closed. */
    interface Decisions extends AutoCloseable {
        Explanation explain(String asked, String stored, ErrorBudget budget);

        @Override
        void close();
    }

    private record ByExplainer(ReuseExplainer explainer) implements Decisions {
        @Override
        public Explanation explain(String asked, String stored, ErrorBudget budget) {
            return explainer.explain(asked, stored, budget);
        }

        @Override
        public void close() {
            explainer.close();
        }
    }

    EvaluateCommand(CommandContext context) {
        this(context, options -> new ByExplainer(ReuseExplainer.open(options)));
    }

    /** With decisions of another kind. */
    EvaluateCommand(CommandContext context, Opener opener) {
        super(context);
        this.opener = opener;
    }

    @Override
    public Integer call() {
        ErrorBudget allowed = decision.budget();
        svg.ifPresent(EvaluateCommand::requireSvg);
        PairsFile file = new PairsFile(pairs);
        ReuseEvaluation evaluation = ReuseEvaluation.of(observed(file.read(), allowed));
        svg.ifPresent(path -> OutputFile.write(path,
                evaluation.svg("%s at a budget of %s".formatted(shortName(file), allowed))
                        .getBytes(StandardCharsets.UTF_8)));
        if (flags.json()) {
            printJson(EvaluationView.of(evaluation, allowed));
        } else {
            evaluation.lines(file.name(), allowed).forEach(line -> say("%s", line));
        }
        return ExitCode.OK;
    }

    static void requireSvg(Path path) {
        if (!OutputFile.hasSuffix(path, ".svg")) {
            throw DreamCacherException
                    .badRequest("The plot is written as SVG, but %s does not end with .svg; name it so."
                            .formatted(path));
        }
        OutputFile.requireWritable(path);
    }

    private static String shortName(PairsFile file) {
        Path name = Path.of(file.name()).getFileName();
        return name == null ? file.name() : name.toString();
    }

    private List<Observation> observed(List<LabelledPair> read, ErrorBudget allowed) {
        List<Observation> observations = new ArrayList<>();
        try (Decisions decisions = opener.open(decision.options(this));
                ProgressLine line = new ProgressLine(context.terminal())) {
            for (LabelledPair pair : read) {
                observations.add(observation(pair, decisions.explain(pair.asked(), pair.stored(), allowed)));
                line.show(observations.size(), read.size(),
                        "%,d of %,d pairs".formatted(observations.size(), read.size()));
            }
        }
        return observations;
    }

    /** A pair with a finding is never reused, nor is one of which too little is known. */
    private static Observation observation(LabelledPair pair, Explanation found) {
        return new Observation(pair, isReused(found.decision()),
                probability(found), found.similarity());
    }

    /** The more of what the texts and the model's calibration say. */
    static double probability(Explanation found) {
        double seen = found.model().map(ModelJudgement::probability).orElse(0.0);
        return found.findings().isEmpty() ? Math.max(seen, found.probability().orElse(0)) : 0;
    }

    private static boolean isReused(Gate.Decision decision) {
        return switch (decision) {
            case Gate.Decision.Return found -> true;
            case Gate.Decision.Refine found -> false;
            case Gate.Decision.Miss found -> false;
        };
    }
}
