package io.dreamcacher.cli.client;

import io.dreamcacher.api.Answers;
import io.dreamcacher.api.Answers.AnsweredImage;
import io.dreamcacher.api.Checked;
import io.dreamcacher.api.GenerationList.RememberedImage;
import io.dreamcacher.api.RequestEvent;
import io.dreamcacher.api.RequestPatch;
import io.dreamcacher.api.SearchRequest;
import io.dreamcacher.api.SearchResults;
import io.dreamcacher.api.Stats;
import io.dreamcacher.api.Suggestions;
import io.dreamcacher.embedded.DreamCacher;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.generation.Provenance;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.generation.RequestIdentity;
import io.dreamcacher.generator.CanonicalPrompt;
import io.dreamcacher.generator.CanonicalRequest;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.GeneratorCapabilities;
import io.dreamcacher.generator.GeneratorCapabilities.Parameter;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.generator.ImageGenerators;
import io.dreamcacher.generator.JobOutcome;
import io.dreamcacher.generator.JobOutcome.GeneratedImage;
import io.dreamcacher.generator.JobOutcome.RefusedByPolicy;
import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.image.ImageFormats;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.memory.Answer;
import io.dreamcacher.memory.ImageAnswer;
import io.dreamcacher.memory.Outcome;
import io.dreamcacher.model.ModelIdentity;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.SeedIntent;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

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
    public Answers answer(RequestPatch patch, Consumer<RequestEvent> listener) {
        String model = patch.model().orElseGet(generators::defaultModel);
        ImageGenerator generator = generators.named(model);
        GenerationRequest asked = patch.over(model, generator.description().defaults(),
                ImageFileReader.DEFAULT::readBase64);
        GenerationRequest request = asked.withSettings(generator.effective(asked.settings()));
        List<AnsweredImage> images = new ArrayList<>();
        for (int image = 0; image < request.count(); image++) {
            images.add(draw(generator, request, seed(generator, request, image),
                    heardBy(listener, image, request.count())));
        }
        return new Answers(images);
    }

    private OptionalLong seed(ImageGenerator generator, GenerationRequest request, int image) {
        GeneratorCapabilities capabilities = generator.description().capabilities();
        if (request.seed() instanceof SeedIntent.Fixed fixed) {
            capabilities.require(Parameter.SEED);
            return OptionalLong.of(fixed.seed() + image);
        }
        return capabilities.takes(Parameter.SEED) ? OptionalLong.of(random.nextLong(SEEDS)) : OptionalLong.empty();
    }

    private static AnsweredImage draw(ImageGenerator generator, GenerationRequest request, OptionalLong seed,
            GenerationProgress progress) {
        Instant begin = Instant.now();
        JobOutcome outcome = generator.generate(new GenerationJob(request.prompt(), request.settings(), seed,
                request.start()), progress);
        GeneratedImage image = switch (outcome) {
            case GeneratedImage made -> made;
            case RefusedByPolicy(String reason) -> throw DreamCacherException.refused(reason);
        };
        Duration took = Duration.ofMillis(Duration.between(begin, Instant.now()).toMillis());
        Instant createdAt = begin.truncatedTo(ChronoUnit.MILLIS);
        CanonicalRequest whole = generator.canonical(request.prompt(), request.settings());
        CanonicalPrompt canonical = whole.prompt();
        ModelIdentity model = generator.description().model();
        Recipe recipe = new Recipe(RequestIdentity.of(model.fingerprint(), whole),
                new Recipe.Words(request.prompt(), canonical.cut(), image.revisedPrompt()), model, request.settings(),
                image.seed(), image.flagged());
        ImageFile file = new ImageFormats().withProvenance(image.file(), new Provenance(recipe, createdAt, took));
        return Answers.of(new Answer(List.of(new ImageAnswer(new ImageAnswer.Image.Unstored(file),
                new Outcome.Generated(), recipe, createdAt, new ImageAnswer.Time(took, Duration.ZERO),
                canonical.cutAt(), REASON))),
                request.prompt()).answers().getFirst();
    }

    private GenerationProgress heardBy(Consumer<RequestEvent> listener, int image, int images) {
        return new GenerationProgress() {
            @Override
            public void step(int step, int total) {
                listener.accept(new RequestEvent.Progress(image, images, step, total));
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
    public SearchResults search(SearchRequest request) {
        throw noMemory();
    }

    @Override
    public Suggestions suggest(String typed, int k) {
        throw noMemory();
    }

    @Override
    public Optional<RememberedImage> show(String id) {
        throw noMemory();
    }

    @Override
    public boolean delete(String id) {
        throw noMemory();
    }

    @Override
    public Stats stats() {
        throw noMemory();
    }

    @Override
    public long reindex() {
        throw noMemory();
    }

    @Override
    public Checked check(boolean setAside, LongConsumer progress) {
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
