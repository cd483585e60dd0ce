package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.terminal.Pace;
import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.collections.embedding.EmbeddingJob;
import io.dreamcacher.collections.embedding.EmbeddingPlan;
import io.dreamcacher.diffusion.VectorMaker;
import io.dreamcacher.diffusion.VectorMaker.Vectors;
import io.dreamcacher.embedded.ModelTools;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.image.ImageFileReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns texts and pictures into vectors. */
@Command(name = "embed", description = "Print the vectors a model makes of texts and pictures, or, with --to, write those of a whole folder of pictures or file of prompts.")
final class EmbedCommand extends ReadingCommand {
    @Parameters(arity = "1..*", paramLabel = "TEXT|PICTURE", description = "An existing file is a picture, all else a text; text: or picture: before it decides otherwise.")
    private List<String> subjects = List.of();

    @Option(names = "--as", paramLabel = "KIND", defaultValue = "prompt", description = "prompt (the state at the end token, what search compares), mean (of all tokens' states), joint (the space of texts and pictures), or states (all that the U-Net reads). Default: prompt.")
    private VectorMaker.Kind kind = VectorMaker.Kind.PROMPT;

    @Mixin
    private EmbedSetFlags set = new EmbedSetFlags();

    /** The JSON object. */
    private record Printed(String model, String fingerprint, String as, List<EmbeddingView> embeddings) {}

    EmbedCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        Optional<EmbeddingPlan> plan = set.plan(subjects);
        if (plan.isPresent()) {
            return embedSet(plan.get());
        }
        List<Subject> given = subjects.stream().map(Subject::of).toList();
        ModelTools tools = tools();
        List<EmbeddingView> views = new ArrayList<>();
        try (VectorMaker maker = tools.vectors(kind)) {
            for (Subject subject : given) {
                Vectors vectors = subject.vectors(maker);
                views.add(EmbeddingView.of(subject, vectors));
                if (!flags.json()) {
                    tell(subject, vectors);
                }
            }
            if (flags.json()) {
                printJson(new Printed(tools.model(), maker.fingerprint(), name(), views));
            } else {
                say("%s vectors of %s, fingerprint %.12s", name(), tools.model(), maker.fingerprint());
            }
        }
        return ExitCode.OK;
    }

    private Integer embedSet(EmbeddingPlan plan) {
        EmbeddingJob.Tally tally;
        ModelTools tools = tools();
        try (SearchEncoder encoder = tools.searchEncoder(); ProgressLine line = new ProgressLine(context.terminal())) {
            Pace pace = new Pace();
            tally = new EmbeddingJob(plan, encoder, ImageFileReader.DEFAULT,
                    defect -> context.terminal().err().println(defect))
                    .run((before, done, total) -> line.show(before + done, total, pace.said(before, done, total)));
        }
        if (flags.json()) {
            printJson(tally);
        } else {
            say("%,d embedded, %,d before, %,d passed over; %d numbers each of %s; %,.1f a second, %s",
                    tally.embedded(), tally.before(), tally.passedOver(), tally.dimension(), tools.model(),
                    tally.rate(), ProgressLine.said(Duration.ofMillis(tally.milliseconds())));
        }
        return tally.passedOver() == 0 ? ExitCode.OK : ExitCode.SOME_FAILED;
    }

    private String name() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private void tell(Subject subject, Vectors vectors) {
        String what = subject.label();
        float[] first = vectors.rows().getFirst();
        if (vectors.rows().size() == 1) {
            say("%s: %d numbers, norm %.3f, as unit vector %s", what, vectors.dimension(), VectorRow.norm(first),
                    VectorRow.beginning(Embedding.ofVector(first).toArray()));
        } else {
            say("%s: %d states of %d numbers", what, vectors.rows().size(), vectors.dimension());
            for (int row : List.of(0, 1, vectors.rows().size() - 1)) {
                float[] state = vectors.rows().get(row);
                say("  %2d: norm %7.3f  %s", row, VectorRow.norm(state), VectorRow.beginning(state));
            }
        }
        vectors.cutAt().ifPresent(at -> say("%s", CutText.sentence(subject.given(), at)));
    }
}
