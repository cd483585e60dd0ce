package io.dreamcacher.cli.client;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Scope;
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
import io.dreamcacher.catalogue.GenerationCursor;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.embedded.DreamCacher;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.memory.AnswerListener;
import io.dreamcacher.memory.Cancellation;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.memory.MemoryParts;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.reuse.ErrorBudget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** The memory in this process; it holds the data folder while the command runs. */
final class LocalAccess implements MemoryAccess {
    private final DreamMemory memory;
    private final Path dataFolder;
    private final Runnable afterwards;
    private final Cancellation cancellation = new Cancellation();

    /** @param afterwards closes the memory */
    LocalAccess(DreamMemory memory, Path dataFolder, Runnable afterwards) {
        this.memory = memory;
        this.dataFolder = dataFolder;
        this.afterwards = afterwards;
    }

    static LocalAccess open(MemoryOptions options) {
        MemoryOptions brief = options.withPolicy(MemoryParts.Policy.unchecked(options.waiting()));
        DreamCacher dreams = DreamCacher.open(brief);
        return new LocalAccess(dreams.memory(), options.dataFolder(), dreams::close);
    }

    @Override
    public Answers answer(RequestPatch request, Consumer<RequestEvent> listener) {
        String model = request.model().orElseGet(memory::defaultModel);
        GenerationRequest resolved = request.over(model, memory.model(model).defaults(),
                ImageFileReader.DEFAULT::readBase64);
        return Answers.of(
                memory.answer(Access.LOCAL, resolved, heardBy(listener, resolved.count()), cancellation),
                resolved.prompt());
    }

    private static AnswerListener heardBy(Consumer<RequestEvent> listener, int images) {
        return new AnswerListener() {
            @Override
            public void queued(int position, Duration estimate) {
                listener.accept(new RequestEvent.Queued("", position, estimate.toMillis()));
            }

            @Override
            public void missed(String reason) {
                listener.accept(new RequestEvent.Nearest(reason));
            }

            @Override
            public void step(int image, int step, int steps) {
                listener.accept(new RequestEvent.Progress(image, images, step, steps));
            }
        };
    }

    @Override
    public SearchResults search(SearchRequest request) {
        return SearchResults.of(memory.search(Access.LOCAL, request.query(ImageFileReader.DEFAULT::read)));
    }

    @Override
    public Suggestions suggest(String typed, int k) {
        return Suggestions.of(memory.suggest(Access.LOCAL, typed, k));
    }

    @Override
    public Optional<RememberedImage> show(String id) {
        return memory.generation(Access.LOCAL, new GenerationId(id)).map(RememberedImage::of);
    }

    @Override
    public boolean delete(String id) {
        return memory.delete(Access.LOCAL, new GenerationId(id));
    }

    @Override
    public boolean judge(String id, String prompt, boolean good) {
        return memory.judge(Access.LOCAL, prompt, new GenerationId(id), good);
    }

    @Override
    public ForgottenExtent forget(ForgetTarget what, boolean dryRun) {
        Access access = what instanceof ForgetTarget.OfScope(Scope scope)
                ? Access.in(scope, Caller.LOCAL)
                : Access.LOCAL;
        return ForgottenExtent.of(dryRun ? memory.wouldForget(access, what) : memory.forget(access, what), dryRun);
    }

    @Override
    public Stats stats() {
        return Stats.of(memory.stats(Access.LOCAL));
    }

    @Override
    public Report report(OptionalDouble price) {
        return Report.of(memory.report(Access.LOCAL), price);
    }

    @Override
    public Optional<ImageHistory> why(String id) {
        return memory.why(Access.LOCAL, new GenerationId(id), ErrorBudget.USUAL).map(ImageHistory::of);
    }

    @Override
    public long reindex() {
        return memory.reindex(Access.LOCAL);
    }

    @Override
    public Checked check(boolean setAside, LongConsumer progress) {
        return Checked.of(memory.check(Access.LOCAL, setAside, progress));
    }

    @Override
    public GenerationList images(Optional<String> before, int limit) {
        List<Generation> page = before.map(GenerationCursor::parse)
                .map(cursor -> memory.newest(Access.LOCAL, cursor, limit + 1))
                .orElseGet(() -> memory.newest(Access.LOCAL, limit + 1));
        return GenerationList.page(page, limit);
    }

    @Override
    public Optional<byte[]> image(String id) {
        return memory.image(Access.LOCAL, new GenerationId(id)).map(ImageFile::bytes);
    }

    @Override
    public PromptList prompts(Optional<String> after, int limit) {
        return PromptList.of(memory.prompts(Access.LOCAL, after.map(PromptKey::of), limit + 1), limit);
    }

    @Override
    public void rememberPrompts(List<String> prompts) {
        memory.rememberPrompts(Access.LOCAL, prompts);
    }

    @Override
    public List<ImageImport.Imported> takeIn(List<ImageImport> images) {
        return memory.takeIn(Access.LOCAL, images.stream().map(ImageImport::given).toList())
                .stream()
                .map(ImageImport.Imported::of)
                .toList();
    }

    @Override
    public void cancel() {
        cancellation.cancel();
    }

    @Override
    public Path dataFolder() {
        return dataFolder;
    }

    @Override
    public void close() {
        afterwards.run();
    }
}
