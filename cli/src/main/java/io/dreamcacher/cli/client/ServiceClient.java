package io.dreamcacher.cli.client;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks to a running service as the owner of its data folder; its problems become exceptions again. */
public final class ServiceClient {
    public static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final URI address;
    private final String token;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    ServiceClient(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    JsonNode get(String path) {
        return parsed(exchange(request(path).GET().build()));
    }

    JsonNode post(String path, JsonNode body) {
        return parsed(exchange(request(path).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build()));
    }

    JsonNode post(String path, Multipart body) {
        return parsed(exchange(request(path).header("Content-Type", body.contentType())
                .POST(BodyPublishers.ofByteArray(body.bytes()))
                .build()));
    }

    void delete(String path) {
        exchange(request(path).DELETE().build());
    }

    /** Lines of an event stream, as they come. */
    Stream<String> events(String path, JsonNode body) {
        HttpRequest request = request(path).header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<Stream<String>> response = send(request, BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
            throw problem(response.statusCode(), String.join("\n", response.body().toList()));
        }
        return response.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).header("Authorization", "Bearer " + token);
    }

    private String exchange(HttpRequest request) {
        HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            String body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (response.statusCode() >= 300) {
                throw problem(response.statusCode(), body);
            }
            return body;
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DreamCacherException(FailureCategory.CANCELLED, "Interrupted while waiting for the service.", e);
        }
    }

    DreamCacherException unreachable(Exception cause) {
        return new DreamCacherException(FailureCategory.BUSY,
                "The service at %s holds the data folder but does not answer (%s); try again, or stop it first."
                        .formatted(address, cause),
                cause);
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
            case 404 -> FailureCategory.NOT_FOUND;
            case 429, 502, 503, 504 -> FailureCategory.BUSY;
            default -> status < 500 ? FailureCategory.BAD_REQUEST : FailureCategory.INTERNAL;
        };
    }

    private static JsonNode parsed(String body) {
        return body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
    }
}
