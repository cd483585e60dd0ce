package io.dreamcacher.cli;

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
final class ServiceClient {
    static final JsonMapper JSON = JsonMapper.builder().build();

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

    private DreamCacherException unreachable(IOException cause) {
        return new DreamCacherException(FailureCategory.BUSY,
                "The service at %s holds the data folder but does not answer (%s); try again, or stop it first."
                        .formatted(address, cause),
                cause);
    }

    /** A problem document's detail is the sentence; its status says which kind of failure it is. */
    static DreamCacherException problem(int status, String body) {
        FailureCategory category = switch (status) {
            case 404 -> FailureCategory.NOT_FOUND;
            case 429, 503 -> FailureCategory.BUSY;
            case 507 -> FailureCategory.EXHAUSTED;
            default -> status < 500 ? FailureCategory.BAD_REQUEST : FailureCategory.INTERNAL;
        };
        return new DreamCacherException(category, detail(status, body));
    }

    private static String detail(int status, String body) {
        try {
            return JSON.readTree(body).path("detail").asString("The service answered with status " + status + ".");
        } catch (JacksonException e) {
            return "The service answered with status " + status + " and no explanation.";
        }
    }

    private static JsonNode parsed(String body) {
        return body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
    }
}
