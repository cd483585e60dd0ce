package io.dreamcacher.cli.client;

import io.dreamcacher.api.Answers;
import io.dreamcacher.api.Checked;
import io.dreamcacher.api.ForgottenExtent;
import io.dreamcacher.api.GenerationList;
import io.dreamcacher.api.GenerationList.RememberedImage;
import io.dreamcacher.api.ImageHistory;
import io.dreamcacher.api.ImageImport;
import io.dreamcacher.api.PromptList;
import io.dreamcacher.api.Report;
import io.dreamcacher.api.RequestEvent;
import io.dreamcacher.api.RequestPatch;
import io.dreamcacher.api.SearchRequest;
import io.dreamcacher.api.SearchResults;
import io.dreamcacher.api.Stats;
import io.dreamcacher.api.Suggestions;
import io.dreamcacher.catalogue.ForgetTarget;
import io.dreamcacher.embedded.DreamCacher;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.generator.ImageGenerators;
import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.image.ImageFormats;
import io.dreamcacher.memory.ImageMaker;
import io.dreamcacher.request.GenerationRequest;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Draws in this process without looking anything up or remembering it: no data folder is opened, and no CLIP. */
final class WithoutMemory implements MemoryAccess {
    private final ImageMaker maker = new ImageMaker(new ImageFormats(), InstantSource.system(), new SecureRandom());
    private final ImageGenerators generators;
    private final Path dataFolder;
    private volatile boolean cancelled;

    WithoutMemory(MemoryOptions options) {
        this.generators = DreamCacher.withoutMemory(options);
        this.dataFolder = options.dataFolder();
    }

    @Override
    public Answers answer(RequestPatch patch, Consumer<RequestEvent> listener) {
        String model = patch.model().orElseGet(generators::defaultModel);
        ImageGenerator generator = generators.named(model);
        GenerationRequest request = patch.over(model, generator.description().defaults(),
                ImageFileReader.DEFAULT::readBase64);
        return Answers.of(
                maker.answer(request, generator, image -> heardBy(listener, image, request.count())),
                request.prompt());
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
    public boolean judge(String id, String prompt, boolean good) {
        throw noMemory();
    }

    @Override
    public ForgottenExtent forget(ForgetTarget what, boolean dryRun) {
        throw noMemory();
    }

    @Override
    public Stats stats() {
        throw noMemory();
    }

    @Override
    public Report report(OptionalDouble price) {
        throw noMemory();
    }

    @Override
    public Optional<ImageHistory> why(String id) {
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
    public GenerationList images(Optional<String> before, int limit) {
        throw noMemory();
    }

    @Override
    public Optional<byte[]> image(String id) {
        throw noMemory();
    }

    @Override
    public PromptList prompts(Optional<String> after, int limit) {
        throw noMemory();
    }

    @Override
    public void rememberPrompts(List<String> prompts) {
        throw noMemory();
    }

    @Override
    public List<ImageImport.Imported> takeIn(List<ImageImport> images) {
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
