package io.dreamcacher.cli.client;

import io.dreamcacher.embedded.DreamCacher;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.generation.Provenance;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.generation.RequestIdentity;
import io.dreamcacher.generator.CanonicalPrompt;
import io.dreamcacher.generator.Drawing;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.generator.ImageGenerators;
import io.dreamcacher.image.ImageFormats;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.SeedIntent;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Draws in this process without looking anything up or remembering it: no data folder is opened, and no CLIP. */
final class WithoutMemory implements MemoryAccess {
    private static final String REASON = "The memory was not to be used.";
    private static final long SEEDS = 1L << 32;

    private final ImageGenerators generators;
    private final Path dataFolder;
    private final SecureRandom random = new SecureRandom();
    private volatile boolean cancelled;

    WithoutMemory(MemoryOptions options) {
        this.generators = DreamCacher.withoutMemory(options);
        this.dataFolder = options.dataFolder();
    }

    @Override
    public List<Drawn> generate(GenerateOrder order, StepListener listener) {
        String model = order.model().orElseGet(generators::defaultModel);
        ImageGenerator generator = generators.named(model);
        GenerationRequest asked = order.request(model, generator.description().defaults(), dataFolder);
        GenerationRequest request = asked.withSettings(generator.checked(asked.settings()));
        List<Drawn> drawn = new ArrayList<>();
        for (int image = 0; image < request.count(); image++) {
            long seed = request.seed() instanceof SeedIntent.Fixed fixed
                    ? fixed.seed() + image
                    : random.nextLong(SEEDS);
            drawn.add(draw(generator, request, seed, heardBy(listener, image)));
        }
        return drawn;
    }

    private static Drawn draw(ImageGenerator generator, GenerationRequest request, long seed,
            GenerationProgress progress) {
        Instant begin = Instant.now();
        Drawing drawing = generator
                .generate(new GenerationJob(request.prompt(), request.settings(), seed, request.start()), progress);
        Duration took = Duration.ofMillis(Duration.between(begin, Instant.now()).toMillis());
        CanonicalPrompt canonical = generator.canonical(request.prompt(), request.settings().conditioning());
        Recipe recipe = recipe(generator, request, seed, canonical, drawing.flagged());
        ImageFile file = new ImageFormats().encode(drawing.image(),
                new Provenance(recipe, begin.truncatedTo(ChronoUnit.MILLIS), took));
        return new Drawn(new AnswerView(Optional.empty(), "GENERATED", Optional.empty(), Optional.empty(), seed,
                took.toMillis(), 0, "", REASON, drawing.flagged(), canonical.cutAt()),
                new Drawn.PictureFile.Unstored(file.bytes()));
    }

    private static Recipe recipe(ImageGenerator generator, GenerationRequest request, long seed,
            CanonicalPrompt canonical, boolean flagged) {
        GeneratorDescription description = generator.description();
        GenerationSettings settings = request.settings();
        RequestIdentity identity = RequestIdentity.of(description, canonical.text(),
                generator.canonicalNegative(settings.negativePrompt(), settings.conditioning()).text(), settings);
        return new Recipe(identity, request.prompt(), canonical.cut(), description.name(), description.fingerprint(),
                settings, seed, flagged);
    }

    private GenerationProgress heardBy(StepListener listener, int image) {
        return new GenerationProgress() {
            @Override
            public void step(int step, int total) {
                listener.step(image, step, total);
            }

            @Override
            public boolean cancelled() {
                return cancelled;
            }
        };
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public Path dataFolder() {
        return dataFolder;
    }

    @Override
    public List<FoundView> search(SearchOrder order) {
        throw noMemory();
    }

    @Override
    public List<SuggestionView> suggest(String typed, int k) {
        throw noMemory();
    }

    @Override
    public Optional<GenerationView> show(String id) {
        throw noMemory();
    }

    @Override
    public boolean delete(String id) {
        throw noMemory();
    }

    @Override
    public StatsView stats() {
        throw noMemory();
    }

    @Override
    public long reindex() {
        throw noMemory();
    }

    @Override
    public void rememberPrompts(List<String> prompts) {
        throw noMemory();
    }

    private static IllegalStateException noMemory() {
        return new IllegalStateException("only generate works without a memory");
    }

    @Override
    public void close() {
        generators.close();
    }
}
