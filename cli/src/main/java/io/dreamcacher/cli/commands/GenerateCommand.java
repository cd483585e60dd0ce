package io.dreamcacher.cli.commands;

import io.dreamcacher.api.Answers;
import io.dreamcacher.api.Answers.AnsweredImage;
import io.dreamcacher.api.Answers.Decision;
import io.dreamcacher.api.RequestPatch;
import io.dreamcacher.api.RequestPatch.Seeds;
import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.cli.client.MemoryAccesses;
import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.cli.terminal.TerminalImage;
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
    private SettingsFlags drawing = new SettingsFlags();

    @Option(names = "--seed", paramLabel = "N", description = "Exactly this seed: only the same picture answers.")
    private Optional<Long> seed;

    @Option(names = "--variation", description = "Only a picture that you have not seen yet will do.")
    private boolean variation;

    @Option(names = "-n", paramLabel = "N", description = "Number of pictures.", defaultValue = "1")
    private int count;

    @Mixin
    private ReuseFlags reuse = new ReuseFlags();

    @Mixin
    private VerifierFlag verifier = new VerifierFlag();

    @Option(names = "--fresh", description = "Make a new picture whatever is remembered, and remember it; as --reuse off.")
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
    Optional<String> verifierFlag() {
        return verifier.name();
    }

    @Override
    Optional<String> modelFlag() {
        return model.name();
    }

    @Override
    Optional<String> modelReference() {
        return model.adapted();
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
        Answers drawn;
        RequestPatch request = request(memory);
        try (ProgressLine progress = new ProgressLine(context.terminal())) {
            drawn = memory.answer(request, new GenerationLine(progress, count));
        } finally {
            forget(stop);
        }
        List<AnsweredImage> answers = new ArrayList<>();
        for (AnsweredImage image : drawn.answers()) {
            answers.add(image.withPath(placed(memory, image, answers.size())));
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

    private RequestPatch request(MemoryAccess memory) {
        if (fresh && noCache) {
            throw DreamCacherException
                    .badRequest("--fresh remembers the new picture and --no-cache does not; give one of them.");
        }
        Optional<MemoryUse> use = fresh
                ? Optional.of(MemoryUse.REMEMBER_ONLY)
                : Optional.of(MemoryUse.NONE).filter(none -> noCache);
        return new RequestPatch(Optional.of(prompt), model.adapted(),
                drawing.settings().withRendering(model.rendering(engine.safety())),
                new Seeds(seed, Optional.of(true).filter(yes -> variation), Optional.of(count)), reuse.patch(use),
                conditioning.patch(), conditioning.start(memory));
    }

    /** Where the caller finds the image: where they asked for it, else among the remembered ones. */
    private String placed(MemoryAccess memory, AnsweredImage image, int number) {
        if (image.id().isPresent() && output.isEmpty()) {
            return memory.place(image.id().get());
        }
        Path target = numbered(output.orElse(Path.of("dream.png")), number);
        OutputFile.writePng(target, image.id()
                .map(id -> remembered(memory, id))
                .or(image::unstored)
                .orElseThrow(() -> new DreamCacherException(FailureCategory.INTERNAL,
                        "The answer should be an image that is remembered or sent along, but is at %s."
                                .formatted(image.image().path()))));
        return target.toString();
    }

    private static byte[] remembered(MemoryAccess memory, String id) {
        return memory.image(id)
                .orElseThrow(() -> new DreamCacherException(FailureCategory.BAD_DATA,
                        "The remembered picture %s was there, but is not any more; ask again.".formatted(id)));
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

    private void tell(AnsweredImage answer) {
        Decision decision = answer.decision();
        String similarity = decision.similarity().isPresent()
                ? ", similarity %.2f".formatted(decision.similarity().getAsDouble())
                : "";
        boolean made = decision.refinedAtStep().isPresent() || decision.sourceId().isEmpty();
        String source = (made ? answer.id().map(id -> " as " + id).orElse("") : "")
                + decision.sourceId().map(id -> " from " + id).orElse("")
                + (decision.refinedAtStep().isPresent() ? " at step " + decision.refinedAtStep().getAsInt() : "");
        String seeded = answer.image().seed().isPresent() ? ", seed " + answer.image().seed().getAsLong() : "";
        say("%s%s%s: %,d ms, %,d ms saved%s", decision.outcome(), source, similarity, answer.cost().milliseconds(),
                answer.cost().millisecondsSaved(), seeded);
        say("%s", decision.reason());
        answer.image().revisedPrompt().ifPresent(revised -> say("The model drew: %s", revised));
        answer.promptCutAt().ifPresent(at -> say("%s", CutText.sentence(prompt, at)));
        if (answer.flagged()) {
            say("The model's safety checker objected to this picture.");
        }
        showPicture(answer.image().path());
        say("%s", answer.image().path());
    }

    /** One in a bucket is only named. */
    private void showPicture(String place) {
        if (!context.terminal().outIsTerminal() || place.contains("://")) {
            return;
        }
        TerminalImage.of(context.terminal().environment()).ifPresent(protocol -> {
            try {
                context.terminal().out().print(protocol.sequence(Files.readAllBytes(Path.of(place))));
            } catch (IOException e) {
                say("(The picture cannot be shown here: %s)", e);
            }
        });
    }
}
