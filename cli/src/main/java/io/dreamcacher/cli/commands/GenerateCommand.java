package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.client.AnswerView;
import io.dreamcacher.cli.client.Drawn;
import io.dreamcacher.cli.client.Drawn.PictureFile;
import io.dreamcacher.cli.client.GenerateOrder;
import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.cli.client.MemoryAccesses;
import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.cli.terminal.TerminalPicture;
import io.dreamcacher.embedded.EngineOptions;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.request.MemoryUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers a prompt with a picture. */
@Command(name = "generate", description = "Answer a prompt with a picture: from memory where that is right, else a new one.")
final class GenerateCommand extends MemoryCommand {
    @Parameters(index = "0", paramLabel = "PROMPT", description = "What the picture shows; may be empty.")
    private String prompt = "";

    @Mixin
    private ModelFlags model = new ModelFlags();

    @Mixin
    private EngineFlags engine = new EngineFlags();

    @Mixin
    private ConditioningFlags conditioning = new ConditioningFlags();

    @Mixin
    private DrawFlags drawing = new DrawFlags();

    @Option(names = "--seed", paramLabel = "N", description = "Exactly this seed: only the same picture answers.")
    private Optional<Long> seed;

    @Option(names = "-n", paramLabel = "N", description = "Number of pictures.", defaultValue = "1")
    private int count;

    @Option(names = "--fresh", description = "Make a new picture whatever is remembered, and remember it.")
    private boolean fresh;

    @Option(names = "--no-cache", description = "Neither read the memory nor leave a trace in it.")
    private boolean noCache;

    @Option(names = "-o", paramLabel = "FILE", description = "Write the picture here; with -n, FILE-2 and so on.")
    private Optional<Path> output;

    GenerateCommand(CommandContext context) {
        super(context);
    }

    @Override
    EngineOptions engine() {
        return engine.options();
    }

    @Override
    Optional<String> modelFlag() {
        return model.name();
    }

    @Override
    Optional<String> modelReference() {
        return model.reference();
    }

    @Override
    MemoryAccess open(MemoryOptions options) {
        output.ifPresent(OutputFile::png); // told before anything is drawn
        return noCache && !fresh ? MemoryAccesses.withoutMemory(options) : super.open(options);
    }

    @Override
    int run(MemoryAccess memory) {
        Thread stop = new Thread(() -> stop(memory), "dreamcacher-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        List<Drawn> drawn;
        try (ProgressLine progress = new ProgressLine(context.terminal())) {
            drawn = memory.generate(order(), new GenerationLine(progress, count));
        } finally {
            forget(stop);
        }
        List<AnswerView> answers = new ArrayList<>();
        for (int i = 0; i < drawn.size(); i++) {
            answers.add(drawn.get(i).view().withPath(placed(drawn.get(i).file(), i).toString()));
        }
        if (flags.json()) {
            printJson(Map.of("answers", answers));
        } else {
            answers.forEach(this::tell);
        }
        return ExitCode.OK;
    }

    private static void stop(MemoryAccess memory) {
        try {
            memory.cancel();
        } catch (DreamCacherException e) {
            // the process is ending; a service that is gone has nothing left to stop
        }
    }

    private static void forget(Thread stop) {
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException e) {
            // the process is ending already, and the hook does no harm
        }
    }

    private GenerateOrder order() {
        if (fresh && noCache) {
            throw DreamCacherException
                    .badRequest("--fresh remembers the new picture and --no-cache does not; give one of them.");
        }
        MemoryUse use = MemoryUse.READ_AND_REMEMBER;
        if (fresh) {
            use = MemoryUse.REMEMBER_ONLY;
        } else if (noCache) {
            use = MemoryUse.NONE;
        }
        return new GenerateOrder(prompt, model.reference(), drawing.negative(), drawing.size(), drawing.steps(),
                drawing.guidance(), drawing.scheduler(), drawing.sigmas(), conditioning.conditioning(),
                conditioning.start(), seed, count, use);
    }

    /** Where the caller finds the picture: where they asked for it, else among the remembered ones. */
    private Path placed(PictureFile file, int number) {
        Path target = output.map(path -> numbered(path, number))
                .orElseGet(() -> Path.of(number == 0 ? "dream.png" : "dream-" + (number + 1) + ".png"));
        try {
            return switch (file) {
                case PictureFile.Stored(Path path) -> {
                    if (output.isEmpty()) {
                        yield path;
                    }
                    Files.write(target, Files.readAllBytes(path));
                    yield target;
                }
                case PictureFile.Unstored(byte[] png) -> {
                    Files.write(target, png);
                    yield target;
                }
            };
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "The picture could not be written to %s: %s.".formatted(target.toAbsolutePath(), e), e);
        }
    }

    private static Path numbered(Path path, int number) {
        if (number == 0) {
            return path;
        }
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String base = dot < 0 ? name : name.substring(0, dot);
        return path.resolveSibling(base + "-" + (number + 1) + (dot < 0 ? "" : name.substring(dot)));
    }

    private void tell(AnswerView answer) {
        String similarity = answer.similarity().map(value -> ", similarity %.2f".formatted(value)).orElse("");
        String source = answer.sourceId()
                .map(id -> " from " + id)
                .orElse(answer.id().map(id -> " as " + id).orElse(""));
        say("%s%s%s: %,d ms, %,d ms saved, seed %d", answer.outcome(), source, similarity, answer.milliseconds(),
                answer.millisecondsSaved(), answer.seed());
        say("%s", answer.reason());
        answer.promptCutAt().ifPresent(at -> say("%s", CutText.sentence(prompt, at)));
        if (answer.flagged()) {
            say("The model's safety checker objected to this picture.");
        }
        showPicture(Path.of(answer.path()));
        say("%s", answer.path());
    }

    private void showPicture(Path path) {
        if (!context.terminal().outIsTerminal()) {
            return;
        }
        TerminalPicture.of(context.terminal().environment()).ifPresent(protocol -> {
            try {
                context.terminal().out().print(protocol.sequence(Files.readAllBytes(path)));
            } catch (IOException e) {
                say("(The picture cannot be shown here: %s)", e);
            }
        });
    }
}
