package io.dreamcacher.bench;

import io.dreamcacher.diffusion.ClipSearchEncoder;
import io.dreamcacher.diffusion.CrossEncoderVerifier;
import io.dreamcacher.diffusion.model.ModelChoice;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.pipeline.DiffusionGenerator;
import io.dreamcacher.embedded.DreamCacher;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.memory.Outcome;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.reuse.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * What one request costs with the bundled Postcards model: the prompt's vector, an image, the three outcomes of a
 * whole memory, and what the verifier takes for a pair of prompts. Run from the repository's root:
 *
 * <pre>mvn -B -q -Pgeneration -pl bench -am process-classes</pre>
 */
final class GenerationBench {
    private static final String PROMPT = "a red sailing boat on the sea at sunset";
    private static final String SAME_IN_OTHER_WORDS = "at sunset, a crimson sailboat at sea";
    private static final int MANY = 500;
    private static final int FEW = 10;

    private GenerationBench() {}

    /**
     * Runs the benchmark.
     *
     * @param arguments the repository's root
     */
    public static void main(String[] arguments) throws IOException {
        System.out.println(Machine.description());
        Path postcards = Path.of(arguments[0]).resolve("models").resolve("postcards");
        Path folder = Files.createTempDirectory("dreamcacher-generation");
        networks(postcards, new ModelFingerprint(folder.resolve("cache")));
        memory(folder.resolve("data"));
        for (int threads : new int[]{1, 2}) {
            verifier(Path.of(arguments[0]).resolve("models").resolve("verifier"), threads,
                    new ModelFingerprint(folder.resolve("cache")));
        }
    }

    private static void networks(Path postcards, ModelFingerprint fingerprints) {
        SessionSettings settings = SessionSettings.allProcessors();
        try (SearchEncoder encoder = ClipSearchEncoder.open("postcards/clip", postcards.resolve("clip"), Pooling.END,
                fingerprints, settings);
                ImageGenerator generator = DiffusionGenerator.open(ModelRef.of("postcards/sd"),
                        ModelChoice.of(postcards.resolve("sd")),
                        fingerprints, settings)) {
            System.out.println(generator.description().defaults());
            repeated("prompt vector", MANY, i -> encoder.encode(PROMPT));
            repeated("picture", FEW, i -> generator.generate(
                    new GenerationJob(PROMPT, generator.description().defaults(), i), GenerationProgress.NONE));
        }
    }

    /** Pairs of 23, 39 and 83 tokens, special ones included, each prompt with itself. */
    private static void verifier(Path folder, int threads, ModelFingerprint fingerprints) {
        String brief = "a red sailing boat on the calm sea at sunset";
        String usual = brief + ", highly detailed, oil painting on canvas";
        try (Verifier verifier = CrossEncoderVerifier.open("verifier", folder, fingerprints,
                new SessionSettings(threads))) {
            for (String prompt : List.of(brief, usual, usual + ", " + usual + ", soft light")) {
                for (int pairs : new int[]{1, 4, 8}) {
                    List<String> stored = Collections.nCopies(pairs, prompt);
                    repeated("verifier, %d threads, %d words, %d pairs a call".formatted(threads,
                            prompt.split(" ").length, pairs), MANY / 5, i -> verifier.verify(prompt, stored));
                }
            }
        }
    }

    /** Another number of things is never the same image, so each of those prompts is GENERATED. */
    private static void memory(Path data) {
        try (DreamCacher dreams = DreamCacher.open(data)) {
            var unused = dreams.answer(PROMPT);
            repeated("EXACT", MANY, i -> expect(Outcome.Exact.class, dreams, PROMPT));
            repeated("SIMILAR", MANY, i -> expect(Outcome.Similar.class, dreams, SAME_IN_OTHER_WORDS));
            Timing.of(FEW, i -> expect(Outcome.Generated.class, dreams, "%d blue kites".formatted(i + 2)))
                    .print("GENERATED, remembered and indexed");
        }
    }

    private static void expect(Class<? extends Outcome> kind, DreamCacher dreams, String prompt) {
        Outcome outcome = dreams.answer(prompt).images().getFirst().outcome();
        if (!kind.isInstance(outcome)) {
            throw new IllegalStateException(
                    "\"%s\" must be answered %s, found %s".formatted(prompt, kind.getSimpleName(), outcome));
        }
    }

    /** The second of two rounds is printed. */
    private static void repeated(String what, int times, IntConsumer action) {
        var unused = Timing.of(times, action);
        Timing.of(times, action).print(what);
    }
}
