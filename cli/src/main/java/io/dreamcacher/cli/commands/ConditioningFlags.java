package io.dreamcacher.cli.commands;

import io.dreamcacher.api.RequestPatch.ConditioningPatch;
import io.dreamcacher.api.RequestPatch.InitImageFiles;
import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.request.LongPrompts;
import io.dreamcacher.request.PromptSyntax;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags that say how a prompt is read and what a picture starts from. */
final class ConditioningFlags {
    private static final ConditioningPatch NOTHING = new ConditioningPatch(Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

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

    Optional<ConditioningPatch> patch() {
        if (variationSeed.isEmpty() && variationStrength.isPresent()) {
            throw needs("--variation-strength", "--variation-seed");
        }
        return Optional
                .of(new ConditioningPatch(guidanceRescale, clipSkip,
                        Optional.of(PromptSyntax.WEIGHTED).filter(weighted -> promptWeights),
                        longPrompts.map(ConditioningFlags::longPrompts), variationSeed, variationStrength, eta))
                .filter(given -> !given.equals(NOTHING));
    }

    private static LongPrompts longPrompts(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "cut" -> LongPrompts.CUT;
            case "chunked" -> LongPrompts.CHUNKED;
            default -> throw DreamCacherException
                    .badRequest("--long-prompts must be cut or chunked, but \"%s\" was given.".formatted(value));
        };
    }

    Optional<InitImageFiles> start(MemoryAccess memory) {
        if (from.isEmpty() && strength.isPresent()) {
            throw needs("--strength", "--from");
        }
        if (from.isEmpty() && mask.isPresent()) {
            throw needs("--mask", "--from");
        }
        return from.map(given -> InitImageFiles.of(bytes(given, memory),
                mask.map(GivenImage::bytes), strength));
    }

    /** A name that is no file may be a remembered picture's. */
    private static byte[] bytes(Path given, MemoryAccess memory) {
        String name = String.valueOf(given.getFileName());
        return Files.exists(given) || !GenerationId.isOne(name)
                ? GivenImage.bytes(given)
                : memory.image(name)
                        .orElseThrow(() -> new DreamCacherException(FailureCategory.NOT_FOUND,
                                "There is no file and no remembered picture %s; check the name.".formatted(name)));
    }

    private static DreamCacherException needs(String flag, String other) {
        return DreamCacherException.badRequest("%s says nothing without %s; give both or none.".formatted(flag, other));
    }
}
