package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.diffusion.BlendedVector;
import io.dreamcacher.diffusion.VectorMaker;
import io.dreamcacher.diffusion.pipeline.Blend;
import io.dreamcacher.diffusion.pipeline.BlendPipeline;
import io.dreamcacher.diffusion.pipeline.BlendPipeline.BlendedImage;
import io.dreamcacher.embedded.ModelTools;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.SeedIntent;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Calculates with what texts mean, and draws the result. */
@Command(name = "blend", description = "Calculate with what texts mean to a model, and draw the result: (weighted texts + plus - minus + add) * scale, randomised.")
final class BlendCommand extends PipelineCommand {
    /** What is calculated with. */
    enum Part {
        /** All states of the window, which condition the U-Net. */
        STATES,
        /** The state at the end token, which search compares. */
        POOLED
    }

    @Parameters(arity = "1..*", paramLabel = "TEXT", description = "Texts to mix.")
    private List<String> texts = List.of();

    @Option(names = "--weights", paramLabel = "W,W", split = ",", description = "A factor for each text, used as given. Default: equal ones that sum to 1.")
    private List<Double> weights = List.of();

    @Option(names = "--plus", paramLabel = "TEXT", description = "A text added whole; may be given several times.")
    private List<String> plus = List.of();

    @Option(names = "--minus", paramLabel = "TEXT", description = "A text subtracted whole; may be given several times.")
    private List<String> minus = List.of();

    @Option(names = "--add", paramLabel = "X", defaultValue = "0", description = "A constant added to every number.")
    private double add;

    @Option(names = "--scale", paramLabel = "X", defaultValue = "1", description = "What every number is multiplied with.")
    private double scale = 1;

    @Option(names = "--randomise", paramLabel = "X", defaultValue = "0", description = "Noise, as a share of the numbers' own standard deviation.")
    private double randomise;

    @Option(names = "--on", paramLabel = "PART", defaultValue = "states", description = "states (all 77, which condition the U-Net: draws a picture) or pooled (the prompt vector, which search compares: prints it). Default: states.")
    private Part part = Part.STATES;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed of the picture's noise and of --randomise. Default: 0.")
    private long seed;

    @Option(names = "-o", paramLabel = "FILE", defaultValue = "blend.png", description = "Where to write the picture. Default: blend.png.")
    private Path output = Path.of("blend.png");

    @Mixin
    private SettingsFlags draw = new SettingsFlags();

    /** The JSON object for a picture. */
    private record PrintedImage(String model, List<Blend.Term> terms, long seed, boolean flagged,
            String path) {}

    /** The JSON object for a vector; similarities are cosines of the blend with each term. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    private record Vector(String model, String fingerprint, List<Blend.Term> terms, List<Double> similarities,
            double norm, float[] vector) {}

    BlendCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        seed = new SeedIntent.Fixed(seed).seed();
        Blend blend = Blend.of(texts, weights, plus, minus).with(add, scale, randomise);
        switch (part) {
            case STATES -> draw(blend);
            case POOLED -> print(blend);
        }
        return ExitCode.OK;
    }

    private void draw(Blend blend) {
        OutputFile target = OutputFile.png(output);
        ModelTools tools = tools();
        BlendedImage drawn;
        try (BlendPipeline pipeline = tools.blends(); ProgressLine line = new ProgressLine(context.terminal())) {
            GenerationSettings settings = draw.over(pipeline.defaults());
            drawn = pipeline.blend(blend, settings, seed,
                    (step, steps) -> line.show(step, steps, "step %d of %d".formatted(step, steps)));
        }
        target.write(drawn.image());
        if (flags.json()) {
            printJson(new PrintedImage(tools.model(), blend.terms(), seed, drawn.flagged(),
                    output.toString()));
        } else {
            blend.terms().forEach(term -> say("%+7.3f  %s", term.weight(), CutText.shortened(term.text())));
            if (drawn.flagged()) {
                say("The model's safety checker objected to this picture.");
            }
            say("%s", output);
        }
    }

    private void print(Blend blend) {
        ModelTools tools = tools();
        try (VectorMaker maker = tools.vectors(VectorMaker.Kind.PROMPT)) {
            BlendedVector blended = BlendedVector.of(blend, maker, seed);
            if (flags.json()) {
                printJson(new Vector(tools.model(), maker.fingerprint(), blend.terms(), blended.similarities(),
                        VectorRow.norm(blended.vector()), Embedding.ofVector(blended.vector()).toArray()));
                return;
            }
            for (int i = 0; i < blend.terms().size(); i++) {
                say("%+7.3f  %s: similarity %.3f", blend.terms().get(i).weight(),
                        CutText.shortened(blend.terms().get(i).text()), blended.similarities().get(i));
            }
            say("%d numbers, norm %.3f, as unit vector %s", blended.vector().length,
                    VectorRow.norm(blended.vector()),
                    VectorRow.beginning(Embedding.ofVector(blended.vector()).toArray()));
        }
    }
}
