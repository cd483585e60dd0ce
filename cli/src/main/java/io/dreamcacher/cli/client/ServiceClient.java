package io.dreamcacher.cli.client;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.files.Owner;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks to a running service as the owner of its data folder; its problems become exceptions again. A service that does
 * not answer is given up: {@code BUSY}, with a sentence that names its process.
 */
public final class ServiceClient {
    public static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Duration CONNECTING = Duration.ofSeconds(3);
    private static final int LOOKS = 2;
    private static final String ALIVE = "/api/v1/health/live";

    private final Owner.Service owner;
    private final Patience patience;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECTING).build();

    ServiceClient(Owner.Service owner, Patience patience) {
        this.owner = owner;
        this.patience = patience;
    }

    JsonNode get(String path) {
        return parsed(exchange(request(path).GET().build(), patience.answer()));
    }

    JsonNode post(String path, Multipart body) {
        return parsed(exchange(request(path).header("Content-Type", body.contentType())
                .POST(BodyPublishers.ofByteArray(body.bytes()))
                .build(), patience.answer()));
    }

    /** Asks for something that may take long. */
    JsonNode work(String path, JsonNode body) {
        return parsed(exchange(request(path).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build(), patience.work()));
    }

    void delete(String path) {
        exchange(request(path).DELETE().build(), patience.answer());
    }

    /** Deletes as the last act of a process, which nobody wants to wait for. */
    void deleteQuickly(String path) {
        exchange(request(path).DELETE().build(), CONNECTING);
    }

    /** Lines of an event stream, as they come; closed by the caller. */
    EventLines events(String path, JsonNode body) {
        HttpRequest request = request(path).header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<Stream<String>> response = send(request, BodyHandlers.ofLines(), patience.answer());
        EventLines lines = new EventLines(response.body(), this);
        if (response.statusCode() == 200) {
            return lines;
        }
        try (lines) {
            StringBuilder problem = new StringBuilder();
            lines.forEachRemaining(line -> problem.append(line).append('\n'));
            throw problem(response.statusCode(), problem.toString());
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(owner.address().resolve(path))
                .header("Authorization", "Bearer " + owner.token());
    }

    private String exchange(HttpRequest request, Duration limit) {
        HttpResponse<String> response = send(request, BodyHandlers.ofString(), limit);
        if (response.statusCode() >= 300) {
            throw problem(response.statusCode(), response.body());
        }
        return response.body();
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler, Duration limit) {
        CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, handler);
        try {
            Watch watch = new Watch(limit);
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
        return new DreamCacherException(FailureCategory.BUSY,
                "Process %d, the service at %s, holds the data folder but has not answered for %d seconds. If it was stopped, let it go on (kill -CONT %d); else wait, or end it (kill %d, if need be with -9: nothing remembered is lost) and run the same again."
                        .formatted(owner.pid(), owner.address(), Math.max(1, silence.toSeconds()), owner.pid(),
                                owner.pid()));
    }

    DreamCacherException unreachable(Throwable cause) {
        return new DreamCacherException(FailureCategory.BUSY,
                "Process %d, the service at %s, holds the data folder but cannot be reached (%s); try again, or end it first (kill %d)."
                        .formatted(owner.pid(), owner.address(), cause, owner.pid()),
                cause);
    }

    static DreamCacherException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new DreamCacherException(FailureCategory.CANCELLED, "Interrupted while waiting for the service.", e);
    }

    /** A problem document's detail is the sentence; its category says which kind of failure it is. */
    static DreamCacherException problem(int status, String body) {
        JsonNode problem = readable(body);
        String detail = problem.path("detail")
                .asString("The service answered with status " + status + " and no explanation.");
        FailureCategory category = category(status, problem.path("category").asString(""));
        if (category == FailureCategory.BUSY) {
            return DreamCacherException.busy(detail,
                    Duration.ofSeconds(Math.max(1, problem.path("retryAfterSeconds").asLong(1))));
        }
        return new DreamCacherException(category, detail);
    }

    private static JsonNode readable(String body) {
        try {
            return body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }

    /** Whatever stands between here and the service may answer without naming a category. */
    private static FailureCategory category(int status, String named) {
        for (FailureCategory category : FailureCategory.values()) {
            if (category.name().equals(named)) {
                return category;
            }
        }
        return switch (status) {
            case 403 -> FailureCategory.FORBIDDEN;
            case 404 -> FailureCategory.NOT_FOUND;
            case 429, 502, 503, 504 -> FailureCategory.BUSY;
            default -> status < 500 ? FailureCategory.BAD_REQUEST : FailureCategory.INTERNAL;
        };
    }

    private static JsonNode parsed(String body) {
        return body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
    }
}
