package io.dreamcacher.cli.commands;

import io.dreamcacher.embedded.EngineOptions;
import io.dreamcacher.embedded.ImageLaboratory;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.gate.CalibrationJson;
import io.dreamcacher.model.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a model's own calibration from its pictures. */
@Command(name = "calibrate", description = "Draw pictures with a model, find out which prompts they answer, and let that decide from then on. Stopped and started again, it goes on where it was.")
final class CalibrateCommand extends SpeakingCommand {
    @Option(names = "--model", paramLabel = "NAME", description = "The model: postcards if not given, a folder, a checkpoint file, or a repository of the Hugging Face hub.")
    private Optional<String> model;

    @Option(names = "--pairs", paramLabel = "FILE", description = "Pairs that people labelled, JSON lines {\"a\": asked, \"b\": stored, \"label\": \"same\" or \"different\", \"kind\": name}; the pictures of b are drawn.")
    private Optional<String> pairs;

    @Option(names = "--self", paramLabel = "N", description = "How many prompts to draw where no pairs are given, which are then made by rule: 300 if not given, 900 of the bundled model's own.")
    private Optional<Integer> self;

    @Option(names = "--prompts", paramLabel = "FILE", description = "The prompts to draw: a .txt with one a line, a .csv or a .tsv, or a .csv with scenes as the bundled model has. If not given, the bundled model's own, for other models a list of ordinary things.")
    private Optional<Path> prompts;

    @Option(names = "--pictures", paramLabel = "DIR", description = "Where the pictures are kept, so that nothing is drawn twice; in the cache folder if not given.")
    private Optional<Path> pictures;

    @Option(names = "--refine", paramLabel = "N", description = "How many prompts to draw again from pictures of others, to find out where that loses nothing: 200 if not given, 0 for none.", defaultValue = "200")
    private int refine;

    @Option(names = "--held-out", description = "Draw the prompts that a set with scenes holds back as well, and count what is decided about them.")
    private boolean heldOut;

    @Option(names = {"-o",
            "--output"}, paramLabel = "FILE", description = "Write the calibration to this file; if not given, it is kept in the data folder and counts from the next request.")
    private Optional<Path> output;

    @Option(names = "--svg", paramLabel = "FILE", description = "Write a plot of what was measured, as SVG.")
    private Optional<Path> svg;

    @Mixin
    private VerifierFlag verifier = new VerifierFlag();

    @Mixin
    private MemoryFlags flags = new MemoryFlags();

    private static final int USUAL_REFINED = 200;

    CalibrateCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        if (refine < 0) {
            throw DreamCacherException.badRequest("--refine must be 0 or more, but %d was given.".formatted(refine));
        }
        svg.ifPresent(EvaluateCommand::requireSvg);
        output.ifPresent(OutputFile::requireWritable);
        MemoryOptions options = options();
        CalibrationSource source = CalibrationSource.of(pairs, prompts, self, options);
        Path folder = pictures.orElseGet(() -> options.cacheFolder().resolve("calibration"));
        try (ImageLaboratory laboratory = ImageLaboratory.open(options, folder)) {
            Fingerprint fingerprint = laboratory.model().fingerprint();
            Path place = output.orElseGet(() -> Path.of(laboratory.calibrations().place(fingerprint)));
            CalibrationOutcome outcome = measured(laboratory, source, place);
            if (output.isPresent()) {
                OutputFile.write(place, CalibrationJson.write(outcome.calibration()).getBytes(StandardCharsets.UTF_8));
            } else {
                laboratory.calibrations().put(fingerprint, outcome.calibration());
            }
            svg.ifPresent(path -> OutputFile.write(path,
                    outcome.evaluation()
                            .svg("%s, %s at a budget of 1%%".formatted(laboratory.model().name(), source.name()))
                            .getBytes(StandardCharsets.UTF_8)));
            if (flags.json()) {
                printJson(CalibrationView.of(outcome, place));
            } else {
                CalibrationTable.of(outcome, place).forEach(line -> say("%s", line));
            }
        }
        return ExitCode.OK;
    }

    private MemoryOptions options() {
        model.ifPresent(this::fetch);
        flags.clip().ifPresent(this::fetch);
        verifier.name().ifPresent(this::fetchVerifier);
        EngineOptions engine = verifier.name().map(EngineOptions.USUAL::withVerifier).orElse(EngineOptions.USUAL);
        return flags.options(model).withEngine(engine);
    }

    /** Whatever goes wrong, the calibration that was there stays. */
    private CalibrationOutcome measured(ImageLaboratory laboratory, CalibrationSource source, Path place) {
        try {
            return new CalibrationRun(laboratory, context.terminal(), refine).of(source, heldOut, command());
        } catch (DreamCacherException e) {
            if (e.category() == FailureCategory.BAD_REQUEST && place.toFile().exists()) {
                throw DreamCacherException
                        .badRequest("%s The calibration in %s stays as it is.".formatted(e.getMessage(),
                                place));
            }
            throw e;
        }
    }

    private String command() {
        StringBuilder command = new StringBuilder("dreamcacher calibrate");
        model.ifPresent(name -> command.append(" --model ").append(name));
        pairs.ifPresent(file -> command.append(" --pairs ").append(file));
        prompts.ifPresent(file -> command.append(" --prompts ").append(file));
        self.ifPresent(count -> command.append(" --self ").append(count));
        if (refine != USUAL_REFINED) {
            command.append(" --refine ").append(refine);
        }
        return command.append(heldOut ? " --held-out" : "").toString();
    }
}
