package io.dreamcacher.api;

import com.github.mizosoft.methanol.MultipartBodyPublisher;
import io.dreamcacher.access.Scope;
import io.dreamcacher.api.GenerationList.Feedback;
import io.dreamcacher.api.GenerationList.RememberedImage;
import io.dreamcacher.catalogue.ForgetTarget;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.request.ImageSize;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Speaks to a Dream Cacher service. Problems become exceptions again, with the service's own sentence; a service that does
 * not answer is given up with {@code BUSY}. Thread-safe.
 *
 * <pre>{@code
 * try (DreamCacherClient dreams = DreamCacherClient.at(URI.create("http://127.0.0.1:7860"))) {
 *     Answers answers = dreams.answer(RequestPatch.of("a red boat"));
 * }
 * }</pre>
 */
public final class DreamCacherClient implements AutoCloseable {
    private final Connection connection;

    /** A client with a name for its service, and limits of its patience. */
    public DreamCacherClient(Service service, Patience patience) {
        this.connection = new Connection(service, patience);
    }

    /** A client of the service at an address, as anybody. */
    public static DreamCacherClient at(URI address) {
        return new DreamCacherClient(Service.at(address), Patience.USUAL);
    }

    /**
     * A service, and what is said of it when it does not answer.
     *
     * @param address without a path
     * @param token of the owner of its data folder; empty for everybody else
     * @param name subject of a sentence, such as {@code The service at http://127.0.0.1:7860}
     * @param remedy what to do, as a sentence
     */
    public record Service(URI address, Optional<String> token, String name, String remedy) {
        /** A service that is known by its address only. */
        public static Service at(URI address) {
            return new Service(address, Optional.empty(), "The service at " + address,
                    "Look whether it runs, and try again.");
        }
    }

    /**
     * How long to wait for a service. A process may be stopped without being gone, and then takes connections, but says
     * nothing.
     *
     * @param look after so much silence it is looked, twice, whether the service answers anything; each time so long
     * @param answer for a question that is answered at once
     * @param work for what may take long, while the service answers others
     * @param silence between two events of a request; a service says at least every 15 seconds that it is still there
     */
    public record Patience(Duration look, Duration answer, Duration work, Duration silence) {
        /** 5 s, 2 minutes, 12 hours, one minute. */
        public static final Patience USUAL = new Patience(Duration.ofSeconds(5), Duration.ofMinutes(2),
                Duration.ofHours(12), Duration.ofSeconds(60));
    }

    /** Answers a request. */
    public Answers answer(RequestPatch request) {
        return answer(request, event -> {});
    }

    /**
     * Answers a request, telling how that gets on.
     *
     * @param listener told each event as it comes, the last included
     */
    public Answers answer(RequestPatch request, Consumer<RequestEvent> listener) {
        HttpRequest asking = json("/answers", request).header("Accept", "text/event-stream").build();
        try (EventLines events = connection.events(asking)) {
            return followed(events, listener);
        }
    }

    private Answers followed(EventLines events, Consumer<RequestEvent> listener) {
        for (Optional<RequestEvent> event = events.next(); event.isPresent(); event = events.next()) {
            listener.accept(event.get());
            if (event.get() instanceof RequestEvent.Ended ended) {
                return switch (ended) {
                    case RequestEvent.Answered answered -> answered.answer();
                    case RequestEvent.Failed failed -> throw failed.problem().failure();
                };
            }
        }
        throw new DreamCacherException(FailureCategory.BUSY, "The service stopped before it answered; try again.");
    }

    /** The answer to a request that was made before, once it is there. */
    public Answers answered(String requestId) {
        return read(work(get("/answers/" + encoded(requestId))), Answers.class);
    }

    /** Stops a request. A client that ends does not want to wait for that long. */
    public void cancel(String requestId) {
        connection.exchange(at("/answers/" + encoded(requestId)).DELETE().build(), Connection.CONNECTING);
    }

    /** An image file; empty when there is none of this name. */
    public Optional<byte[]> image(String id) {
        return present(() -> connection.exchange(at("/images/" + encoded(id) + ".png").GET().build(),
                BodyHandlers.ofByteArray(), connection.patience().answer()));
    }

    /** Finds images. */
    public SearchResults search(SearchRequest request) {
        HttpRequest asking = request.image()
                .map(image -> byImage(request, image))
                .orElseGet(() -> get("/search" + query(request)));
        return read(quick(asking), SearchResults.class);
    }

    /** Has an image from elsewhere remembered; needs the right to administer. */
    public ImageImport.Imported takeIn(ImageImport image) {
        MultipartBodyPublisher.Builder form = MultipartBodyPublisher.newBuilder()
                .formPart("image", "image", BodyPublishers.ofByteArray(image.image()))
                .textPart("key", image.key())
                .textPart("made", image.made().toString());
        image.caption().ifPresent(caption -> form.textPart("caption", caption));
        try {
            return read(quick(posting("/images", form.build())), ImageImport.Imported.class);
        } catch (DreamCacherException e) {
            if (e.category() == FailureCategory.BAD_REQUEST) {
                return ImageImport.Imported.refused(e.getMessage());
            }
            throw e;
        }
    }

    private HttpRequest byImage(SearchRequest request, byte[] image) {
        MultipartBodyPublisher.Builder form = MultipartBodyPublisher.newBuilder()
                .formPart("image", "image", BodyPublishers.ofByteArray(image))
                .textPart("k", request.k());
        request.text().ifPresent(text -> form.textPart("q", text));
        request.model().ifPresent(model -> form.textPart("model", model));
        request.size().map(ImageSize::toString).ifPresent(size -> form.textPart("size", size));
        return posting("/search", form.build());
    }

    private HttpRequest posting(String path, MultipartBodyPublisher form) {
        return at(path).header("Content-Type", form.mediaType().toString()).POST(form).build();
    }

    private static String query(SearchRequest request) {
        StringBuilder query = new StringBuilder("?k=").append(request.k());
        query.append("&q=").append(encoded(request.text().orElse("")));
        request.model().ifPresent(model -> query.append("&model=").append(encoded(model)));
        request.size().ifPresent(size -> query.append("&size=").append(size));
        return query.append(request.byWords() ? "&by=words" : "").toString();
    }

    /** Prompts for what somebody typed. */
    public Suggestions suggest(String typed, int k) {
        return read(quick(get("/suggestions?q=" + encoded(typed) + "&k=" + k)), Suggestions.class);
    }

    /** One remembered image; empty when there is none of this name. */
    public Optional<RememberedImage> generation(String id) {
        return present(() -> read(quick(get("/generations/" + encoded(id))), RememberedImage.class));
    }

    /**
     * Remembered images, newest first.
     *
     * @param before what an earlier list gave as next; empty for the newest
     */
    public GenerationList newest(int limit, Optional<String> before) {
        String from = before.map(cursor -> "&before=" + encoded(cursor)).orElse("");
        return read(quick(get("/generations?limit=" + limit + from)), GenerationList.class);
    }

    /** Forgets an image; {@code false} when there is none of this name. */
    public boolean delete(String id) {
        return present(() -> quick(at("/generations/" + encoded(id)).DELETE().build())).isPresent();
    }

    /** Judges an answer; {@code false} when there is no image of this name. */
    public boolean judge(String id, Feedback feedback) {
        return present(() -> quick(json("/generations/" + encoded(id) + "/feedback", feedback).build())).isPresent();
    }

    /** What the memory holds and did. */
    public Stats stats() {
        return read(quick(get("/stats")), Stats.class);
    }

    /**
     * What the memory was good for.
     *
     * @param price of an hour of generating; empty where none is known
     */
    public Report report(OptionalDouble price) {
        return read(quick(get("/report" + (price.isPresent() ? "?price=" + price.getAsDouble() : ""))), Report.class);
    }

    /** Which prompts an image answered, and why; empty when there is no image of this name. */
    public Optional<ImageHistory> why(String id) {
        return present(() -> read(quick(get("/generations/" + encoded(id) + "/why")), ImageHistory.class));
    }

    /** What a client must know before it asks. */
    public Settings settings() {
        return read(quick(get("/settings")), Settings.class);
    }

    /** How the service is: {@code UP} once everything is opened. */
    public Health health() {
        return read(connection.anyStatus(connection.request("/health/ready").GET().build()), Health.class);
    }

    /** Starts making the first images of an empty memory; the owner's program, or one that may write. */
    public FirstImages.Started warm(FirstImages.Start start) {
        return read(quick(json("/warm", start).build()), FirstImages.Started.class);
    }

    /** How far making the first images is. */
    public FirstImages warming() {
        return read(quick(get("/warm")), FirstImages.class);
    }

    /**
     * Reads every stored image and tells which are not what was remembered; needs the owner's token.
     *
     * @param setAside whether to move damaged and overwritten files out of the store
     */
    public Checked check(boolean setAside) {
        return read(work(at("/check?setAside=" + setAside).POST(BodyPublishers.noBody()).build()), Checked.class);
    }

    /**
     * Forgets for good. The owner's token forgets everything, of every scope; others what they had made themselves.
     *
     * @param dryRun whether only to count
     */
    public ForgottenExtent forget(ForgetTarget what, boolean dryRun) {
        String named = switch (what) {
            case ForgetTarget.OfPrompt(String text) -> "prompt=" + encoded(text);
            case ForgetTarget.OfImage(GenerationId id) -> "id=" + id;
            case ForgetTarget.OfModel(String name) -> "model=" + encoded(name);
            case ForgetTarget.OfScope(Scope scope) -> "scope=" + scope.name();
        };
        return read(work(at("/memories?" + named + "&dryRun=" + dryRun).DELETE().build()), ForgottenExtent.class);
    }

    /** Rebuilds the index; needs the owner's token. */
    public Reindexed reindex() {
        return read(work(at("/reindex").POST(BodyPublishers.noBody()).build()), Reindexed.class);
    }

    /**
     * Remembered prompts; needs the owner's token.
     *
     * @param after what an earlier list gave as next; empty for the first
     */
    public PromptList prompts(int limit, Optional<String> after) {
        return read(work(json("/prompts/list", new PromptList.Wanted(after, OptionalInt.of(limit))).build()),
                PromptList.class);
    }

    /** Remembers prompts without images; needs the owner's token. */
    public void remember(List<String> prompts) {
        work(json("/prompts", new Prompts(Optional.of(prompts))).build());
    }

    private HttpRequest.Builder at(String path) {
        return connection.request(Paths.API + path);
    }

    private HttpRequest get(String path) {
        return at(path).GET().build();
    }

    private HttpRequest.Builder json(String path, Object body) {
        return at(path).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.LENIENT.writeValueAsBytes(body)));
    }

    private String quick(HttpRequest request) {
        return connection.exchange(request, connection.patience().answer());
    }

    private String work(HttpRequest request) {
        return connection.exchange(request, connection.patience().work());
    }

    private <T> T read(String body, Class<T> type) {
        return connection.read(body, type);
    }

    private static <T> Optional<T> present(Supplier<T> asking) {
        try {
            return Optional.of(asking.get());
        } catch (DreamCacherException e) {
            if (e.category() == FailureCategory.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** For a path or a query; forms write a space as a plus, which a path takes for one. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Closes idle connections; the service goes on. */
    @Override
    public void close() {
        connection.close();
    }
}
