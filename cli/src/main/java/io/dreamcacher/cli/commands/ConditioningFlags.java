package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.client.StartFiles;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.LongPrompts;
import io.dreamcacher.request.PromptSyntax;
import io.dreamcacher.request.SeedVariation;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags that say how a prompt is read and what a picture starts from. */
final class ConditioningFlags {
    private static final double USUAL_STRENGTH = 0.8;
    private static final double USUAL_VARIATION = 0.2;

    @Option(names = "--clip-skip", paramLabel = "N", description = "Leave out the text encoder's last N layers (AUTOMATIC1111's number less one).")
    private Optional<Integer> clipSkip;

    @Option(names = "--guidance-rescale", paramLabel = "X", description = "Share of contrast given back after guidance, 0 to 1.")
    private Optional<Double> guidanceRescale;

    @Option(names = "--eta", paramLabel = "X", description = "Fresh noise in each step of ddim and tcd, 0 to 1; 0 if not given, as in diffusers.")
    private Optional<Double> eta;

    @Option(names = "--prompt-weights", description = "Read (word:1.3), [word] and BREAK in prompts as AUTOMATIC1111 does.")
    private boolean promptWeights;

    @Option(names = "--long-prompts", paramLabel = "cut|chunked", description = "What becomes of a prompt over 77 tokens.")
    private Optional<String> longPrompts;

    @Option(names = "--variation-seed", paramLabel = "N", description = "Start between --seed and this seed.")
    private Optional<Long> variationSeed;

    @Option(names = "--variation-strength", paramLabel = "X", description = "How far towards --variation-seed, up to 1; 0.2 if not given.")
    private Optional<Double> variationStrength;

    @Option(names = "--from", paramLabel = "PICTURE", description = "Make it from this picture: a file, or the name of a remembered one.")
    private Optional<Path> from;

    @Option(names = "--strength", paramLabel = "X", description = "How much of --from is made anew, up to 1; 0.8 if not given.")
    private Optional<Double> strength;

    @Option(names = "--mask", paramLabel = "PICTURE", description = "Make anew only where this picture is white.")
    private Optional<Path> mask;

    Conditioning conditioning() {
        Conditioning read = Conditioning.NONE
                .withPromptSyntax(promptWeights ? PromptSyntax.WEIGHTED : PromptSyntax.PLAIN);
        read = clipSkip.map(read::withClipSkip).orElse(read);
        read = guidanceRescale.map(read::withGuidanceRescale).orElse(read);
        read = eta.map(read::withEta).orElse(read);
        read = longPrompts.map(ConditioningFlags::longPrompts).map(read::withLongPrompts).orElse(read);
        return variation().map(read::withVariation).orElse(read);
    }

    private static LongPrompts longPrompts(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "cut" -> LongPrompts.CUT;
            case "chunked" -> LongPrompts.CHUNKED;
            default -> throw DreamCacherException
                    .badRequest("--long-prompts must be cut or chunked, but \"%s\" was given.".formatted(value));
        };
    }

    private Optional<SeedVariation> variation() {
        if (variationSeed.isEmpty() && variationStrength.isPresent()) {
            throw needs("--variation-strength", "--variation-seed");
        }
        return variationSeed.map(seed -> new SeedVariation(seed, variationStrength.orElse(USUAL_VARIATION)));
    }

    Optional<StartFiles> start() {
        if (from.isEmpty() && strength.isPresent()) {
            throw needs("--strength", "--from");
        }
        if (from.isEmpty() && mask.isPresent()) {
            throw needs("--mask", "--from");
        }
        return from.map(picture -> new StartFiles(picture, mask, strength.orElse(USUAL_STRENGTH)));
    }

    private static DreamCacherException needs(String flag, String other) {
        return DreamCacherException.badRequest("%s says nothing without %s; give both or none.".formatted(flag, other));
    }
}
