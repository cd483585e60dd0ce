package io.dreamcacher.server;

import io.dreamcacher.api.Json;
import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.image.ImageFormats;
import io.dreamcacher.lease.Leases;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.memory.ImageParts;
import io.dreamcacher.memory.MemoryParts;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.server.requests.Starters;
import io.dreamcacher.testkit.FakeImageGenerator;
import io.dreamcacher.testkit.FakeImageGenerators;
import io.dreamcacher.testkit.FakeSearchEncoder;
import io.dreamcacher.testkit.catalogue.FakeCatalogue;
import io.dreamcacher.testkit.generator.RemoteGenerator;
import io.dreamcacher.testkit.imagestore.ObjectImageStore;
import io.dreamcacher.testkit.index.InMemoryIndexSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** A service on a free loopback port over a memory made of fakes, and a client of it. */
public final class TestService implements AutoCloseable {
    public static final String TOKEN = "0123456789abcdef0123456789abcdef";
    public static final List<String> PROMPTS = List.of("a red boat", "a green hill", "a black cat", "a white moon");
    static final ServiceOptions OPTIONS = ServiceOptions.of(MemoryOptions.at(Path.of("unused"))).withPort(0);
    private static final double NEEDED = 0.86;

    public final FakeImageGenerator generator = new FakeImageGenerator("fake");
    public final FakeImageGenerator second = new FakeImageGenerator("second");
    public final FakeImageGenerator other = new FakeImageGenerator("other");
    public final ObjectImageStore images = new ObjectImageStore();
    public final RemoteGenerator remote = new RemoteGenerator("remote", 4);
    public final DreamMemory memory;
    final MemoryServer service;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestService(int waiting, ServiceLimits limits, Starters starters) {
        this(waiting, limits, starters, false);
    }

    private TestService(int waiting, ServiceLimits limits, Starters starters, boolean offersRemote) {
        FakeSearchEncoder encoder = new FakeSearchEncoder();
        memory = new DreamMemory(new MemoryParts(
                new ImageParts(images, Map.of(256, new ObjectImageStore()), new ImageFormats()),
                new FakeCatalogue(new MemoryIdentity(ModelRef.of("fake"), encoder.description())),
                new InMemoryIndexSource(),
                new MemoryParts.Engine(encoder, (offersRemote
                        ? new FakeImageGenerators(generator, second, remote)
                        : new FakeImageGenerators(generator, second)).withUnlisted(other),
                        model -> (prompt, budget) -> candidate -> candidate.promptSimilarity() >= NEEDED
                                ? new Gate.Decision.Return(candidate.promptSimilarity(), NEEDED, "It is near enough.")
                                : new Gate.Decision.Miss(candidate.promptSimilarity(), NEEDED,
                                        "The nearest is too far.")),
                Leases.inMemory(InstantSource.system()), InstantSource.system(), new Random(7)), waiting);
        service = MemoryServer.start(memory, starters, OPTIONS.withLimits(limits), TOKEN, memory::close);
    }

    public static TestService start() {
        return start(32);
    }

    public static TestService start(int waiting) {
        return start(waiting, ServiceLimits.USUAL);
    }

    public static TestService start(int waiting, ServiceLimits limits) {
        return new TestService(waiting, limits, new Starters(PROMPTS.subList(0, 2), () -> PROMPTS));
    }

    /** One that offers somebody else's generator too. */
    public static TestService withRemote() {
        return new TestService(32, ServiceLimits.USUAL, Starters.NONE, true);
    }

    public static TestService withoutStarters() {
        return new TestService(32, ServiceLimits.USUAL, Starters.NONE);
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.address().resolve(path));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString());
    }

    public <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request.build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public HttpResponse<String> get(String path) {
        return send(request(path));
    }

    public HttpResponse<String> delete(String path) {
        return send(request(path).DELETE());
    }

    public HttpRequest.Builder posting(String path, String json) {
        return request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
    }

    public HttpResponse<String> post(String path, String json) {
        return send(posting(path, json));
    }

    public CompletableFuture<HttpResponse<String>> postAsync(String path, String json) {
        return client.sendAsync(posting(path, json).build(), BodyHandlers.ofString());
    }

    /** The first picture of the answer to a prompt. */
    public JsonNode ask(String prompt) {
        HttpResponse<String> response = post("/api/v1/answers", Json.STRICT.writeValueAsString(new Ask(prompt)));
        return json(response).get("answers").get(0);
    }

    private record Ask(String prompt) {}

    /** Asks, and reads the events as they come. */
    public Events stream(String json) {
        return new Events(send(posting("/api/v1/answers", json).header("Accept", "text/event-stream"),
                BodyHandlers.ofLines()));
    }

    /** Joins a request under way. */
    public Events rejoin(String requestId) {
        return new Events(send(request("/api/v1/answers/" + requestId).header("Accept", "text/event-stream"),
                BodyHandlers.ofLines()));
    }

    public static JsonNode json(HttpResponse<String> response) {
        return Json.STRICT.readTree(response.body());
    }

    public static String detail(HttpResponse<String> response) {
        return json(response).get("detail").asString();
    }

    /** The application, to look at what it really serves. */
    public ConfigurableApplicationContext context() {
        return service.server().context();
    }

    public URI address() {
        return service.address();
    }

    @Override
    public void close() {
        generator.release();
        service.close();
        client.close();
    }

    /** Server-sent events as they come. */
    public static final class Events implements AutoCloseable {
        private final HttpResponse<Stream<String>> response;
        private final Iterator<String> lines;

        private Events(HttpResponse<Stream<String>> response) {
            this.response = response;
            lines = response.body().iterator();
        }

        public record Event(String name, JsonNode data) {}

        public String requestId() {
            return response.headers().firstValue("Dreamcacher-Request").orElseThrow();
        }

        public HttpResponse<Stream<String>> response() {
            return response;
        }

        /** The next event, waiting for it. */
        public Event next() {
            String name = "";
            while (lines.hasNext()) {
                String line = lines.next();
                if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    return new Event(name, Json.STRICT.readTree(line.substring("data: ".length())));
                }
            }
            throw new AssertionError("the stream ended");
        }

        /** Skips to the next event of a name. */
        public Event next(String name) {
            Event event = next();
            while (!event.name().equals(name)) {
                event = next();
            }
            return event;
        }

        /** Whether nothing but the last event's blank line follows. */
        public boolean ended() {
            while (lines.hasNext()) {
                if (!lines.next().isEmpty()) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void close() {
            response.body().close();
        }
    }
}
