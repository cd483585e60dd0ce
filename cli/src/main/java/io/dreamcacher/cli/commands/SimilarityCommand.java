package io.dreamcacher.cli.commands;

import io.dreamcacher.diffusion.VectorMaker;
import io.dreamcacher.embedded.ModelTools;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.failure.DreamCacherException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares texts and pictures with each other. */
@Command(name = "similarity", description = "Compare texts and pictures: the cosine of each with each.")
final class SimilarityCommand extends ReadingCommand {
    @Parameters(arity = "1..*", paramLabel = "TEXT|PICTURE", description = "Two or more. An existing file is a picture, all else a text; text: or picture: before it decides otherwise.")
    private List<String> subjects = List.of();

    @Option(names = "--as", paramLabel = "KIND", defaultValue = "joint", description = "joint (texts and pictures; the default), or for texts alone prompt or mean.")
    private VectorMaker.Kind kind = VectorMaker.Kind.JOINT;

    /** The JSON object. */
    private record Printed(String model, String fingerprint, String as, List<String> inputs,
            List<List<Double>> similarities) {}

    SimilarityCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        if (subjects.size() < 2) {
            throw DreamCacherException.badRequest("Comparing takes two texts or pictures or more; 1 was given.");
        }
        if (kind == VectorMaker.Kind.STATES) {
            throw DreamCacherException.badRequest(
                    "States are many vectors of a text and have no one cosine; compare as joint, prompt or mean.");
        }
        List<Subject> given = subjects.stream().map(Subject::of).toList();
        ModelTools tools = tools();
        try (VectorMaker maker = tools.vectors(kind)) {
            List<Embedding> embeddings = given.stream()
                    .map(subject -> Embedding.ofVector(subject.vectors(maker).rows().getFirst()))
                    .toList();
            List<List<Double>> matrix = embeddings.stream()
                    .map(row -> embeddings.stream().map(row::similarity).toList())
                    .toList();
            if (flags.json()) {
                printJson(new Printed(tools.model(), maker.fingerprint(), kind.name().toLowerCase(Locale.ROOT),
                        given.stream().map(Subject::given).toList(), matrix));
            } else {
                tell(given, matrix);
            }
        }
        return ExitCode.OK;
    }

    private void tell(List<Subject> given, List<List<Double>> matrix) {
        StringBuilder head = new StringBuilder("   ");
        for (int column = 1; column <= given.size(); column++) {
            head.append("%7d".formatted(column));
        }
        say("%s", head);
        for (int row = 0; row < given.size(); row++) {
            StringBuilder line = new StringBuilder("%3d".formatted(row + 1));
            matrix.get(row).forEach(value -> line.append("%7.3f".formatted(value)));
            say("%s  %s", line, given.get(row).label());
        }
    }
}
