package io.dreamcacher.api;

import io.dreamcacher.api.DreamCacherClient.Patience;
import io.dreamcacher.api.DreamCacherClient.Service;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Requests to one service, and the watch over its silence. Thread-safe. */
final class Connection implements AutoCloseable {
    static final Duration CONNECTING = Duration.ofSeconds(3);
    private static final int LOOKS = 2;
    private static final String ALIVE = "/health/live";
    private static final String EVENTS = "text/event-stream";
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private final Service service;
    private final Patience patience;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECTING).build();

    Connection(Service service, Patience patience) {
        this.service = service;
        this.patience = patience;
    }

    Patience patience() {
        return patience;
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.address().resolve(path));
        service.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return request;
    }

    /**
     * The body of a success.
     *
     * @throws DreamCacherException with the problem's sentence when it is none
     */
    String exchange(HttpRequest request, Duration limit) {
        return exchange(request, BodyHandlers.ofString(), limit);
    }

    <T> T exchange(HttpRequest request, BodyHandler<T> handler, Duration limit) {
        HttpResponse<T> response = send(request, handler, limit);
        if (response.statusCode() >= 300) {
            throw failure(response, text(response.body()));
        }
        return response.body();
    }

    private static DreamCacherException failure(HttpResponse<?> response, String body) {
        return Problem.read(response.statusCode(), body, retryAfterSeconds(response.headers())).failure();
    }

    /** Of a number of seconds; a date, which servers may send as well, is passed over. */
    private static Optional<Long> retryAfterSeconds(HttpHeaders headers) {
        return headers.firstValue("Retry-After")
                .map(String::strip)
                .filter(SECONDS.asMatchPredicate())
                .map(Long::valueOf);
    }

    /**
     * What a body of JSON says.
     *
     * @throws DreamCacherException {@code INTERNAL} if no service of ours says such a thing
     */
    <T> T read(String body, Class<T> type) {
        try {
            return Optional.ofNullable(Json.LENIENT.readValue(body, type))
                    .orElseThrow(() -> notUnderstood("null", null));
        } catch (JacksonException e) {
            throw notUnderstood(e.getClass().getSimpleName(), e);
        }
    }

    /** What came is no answer of a Dream Cacher service, whatever its status said. */
    DreamCacherException notUnderstood(String what, @Nullable Throwable cause) {
        String sentence = "%s answered something that no Dream Cacher service says (%s). Look whether the address is right, and whether something in between answered instead."
                .formatted(service.name(), what);
        return cause == null
                ? new DreamCacherException(FailureCategory.INTERNAL, sentence)
                : new DreamCacherException(FailureCategory.INTERNAL, sentence, cause);
    }

    private static String text(Object body) {
        return body instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(body);
    }

    /** The body, whatever the status is. */
    String anyStatus(HttpRequest request) {
        return send(request, BodyHandlers.ofString(), patience.answer()).body();
    }

    /** Events of a request under way; closed by the caller. */
    EventLines events(HttpRequest request) {
        HttpResponse<Stream<String>> response = send(request, BodyHandlers.ofLines(), patience.answer());
        String type = response.headers().firstValue("Content-Type").orElse(EVENTS);
        boolean succeeded = response.statusCode() == 200;
        if (succeeded && type.startsWith(EVENTS)) {
            return new EventLines(response.body(), this);
        }
        try (Stream<String> lines = response.body()) {
            throw succeeded ? notUnderstood(type, null) : failure(response, lines.collect(Collectors.joining("\n")));
        } catch (UncheckedIOException e) {
            throw unreachable(e);
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler, Duration limit) {
        CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, handler);
        Watch watch = new Watch(limit);
        try {
            while (true) {
                try {
                    return answer.get(watch.next().toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    watch.requireAnswering();
                }
            }
        } catch (ExecutionException e) {
            throw unreachable(Objects.requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            answer.cancel(true); // nothing, if it came
        }
    }

    /** A watch over the time until the next event. */
    Watch watchForEvent() {
        return new Watch(patience.silence());
    }

    /** Silence so far, and what to make of it. */
    final class Watch {
        private final Duration limit;
        private final long begun = System.nanoTime();

        private Watch(Duration limit) {
            this.limit = limit;
        }

        /** How long to wait before the next look. */
        Duration next() {
            Duration left = limit.minus(silence());
            return left.compareTo(patience.look()) < 0 ? left.plusMillis(1) : patience.look();
        }

        /**
         * Looks whether there is reason to wait on.
         *
         * @throws DreamCacherException {@code BUSY} if there is none
         */
        void requireAnswering() throws InterruptedException {
            if (silence().compareTo(limit) >= 0 || !answersAnything()) {
                throw silent(silence());
            }
        }

        private Duration silence() {
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    private boolean answersAnything() throws InterruptedException {
        HttpRequest request = request(ALIVE).timeout(patience.look()).build();
        for (int i = 0; i < LOOKS; i++) {
            try {
                http.send(request, BodyHandlers.discarding());
                return true;
            } catch (IOException e) {
                // look once more, it may be busy
            }
        }
        return false;
    }

    private DreamCacherException silent(Duration silence) {
        return new DreamCacherException(FailureCategory.BUSY, "%s has not answered for %d seconds. %s"
                .formatted(service.name(), Math.max(1, silence.toSeconds()), service.remedy()));
    }

    DreamCacherException unreachable(Throwable cause) {
        return new DreamCacherException(FailureCategory.BUSY,
                "%s cannot be reached (%s). %s".formatted(service.name(), cause, service.remedy()), cause);
    }

    static DreamCacherException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new DreamCacherException(FailureCategory.CANCELLED, "Interrupted while waiting for the service.", e);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
