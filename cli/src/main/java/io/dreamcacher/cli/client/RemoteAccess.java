package io.dreamcacher.cli.client;

import io.dreamcacher.api.Answers;
import io.dreamcacher.api.Checked;
import io.dreamcacher.api.DreamCacherClient;
import io.dreamcacher.api.DreamCacherClient.Patience;
import io.dreamcacher.api.ForgottenExtent;
import io.dreamcacher.api.GenerationList;
import io.dreamcacher.api.GenerationList.Feedback;
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
import io.dreamcacher.files.Owner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** The memory behind the service that holds the data folder. */
final class RemoteAccess implements MemoryAccess {
    private final DreamCacherClient client;
    private final Path dataFolder;
    private volatile String running = "";

    RemoteAccess(Owner.Service owner, Path dataFolder, Patience patience) {
        this.client = new DreamCacherClient(
                new DreamCacherClient.Service(owner.address(), Optional.of(owner.token()),
                        "Process %d, the service at %s, holds the data folder but".formatted(owner.pid(),
                                owner.address()),
                        "If it was stopped, let it go on (kill -CONT %d); else wait, or end it (kill %d, if need be with -9: nothing remembered is lost) and run the same again."
                                .formatted(owner.pid(), owner.pid())),
                patience);
        this.dataFolder = dataFolder;
    }

    @Override
    public Answers answer(RequestPatch request, Consumer<RequestEvent> listener) {
        return client.answer(request, event -> {
            if (event instanceof RequestEvent.Queued queued) {
                running = queued.requestId();
            }
            listener.accept(event);
        });
    }

    @Override
    public SearchResults search(SearchRequest request) {
        return client.search(request);
    }

    @Override
    public Suggestions suggest(String typed, int k) {
        return client.suggest(typed, k);
    }

    @Override
    public Optional<RememberedImage> show(String id) {
        return client.generation(id);
    }

    @Override
    public boolean delete(String id) {
        return client.delete(id);
    }

    @Override
    public boolean judge(String id, String prompt, boolean good) {
        return client.judge(id, new Feedback(Optional.of(prompt), Optional.of(good)));
    }

    @Override
    public ForgottenExtent forget(ForgetTarget what, boolean dryRun) {
        return client.forget(what, dryRun);
    }

    @Override
    public Stats stats() {
        return client.stats();
    }

    @Override
    public Report report(OptionalDouble price) {
        return client.report(price);
    }

    @Override
    public Optional<ImageHistory> why(String id) {
        return client.why(id);
    }

    @Override
    public long reindex() {
        return client.reindex().generations();
    }

    @Override
    public Checked check(boolean setAside, LongConsumer progress) {
        return client.check(setAside);
    }

    @Override
    public GenerationList images(Optional<String> before, int limit) {
        return client.newest(limit, before);
    }

    @Override
    public Optional<byte[]> image(String id) {
        return client.image(id);
    }

    @Override
    public PromptList prompts(Optional<String> after, int limit) {
        return client.prompts(limit, after);
    }

    @Override
    public void rememberPrompts(List<String> prompts) {
        client.remember(prompts);
    }

    @Override
    public List<ImageImport.Imported> takeIn(List<ImageImport> images) {
        return images.stream().map(client::takeIn).toList();
    }

    @Override
    public void cancel() {
        if (!running.isEmpty()) {
            client.cancel(running);
        }
    }

    @Override
    public Path dataFolder() {
        return dataFolder;
    }

    /** The service goes on. */
    @Override
    public void close() {
        client.close();
    }
}
