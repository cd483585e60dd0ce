package io.dreamcacher.collections.download;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;

/** What a server answers to one request. Whoever asked closes it. */
final class WebAnswer implements AutoCloseable {
    static final int OK = 200;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> OF_THE_HOST = Set.of(429, 503);
    private static final Set<Integer> TEMPORARY = Set.of(408, 425, 500, 502, 504);

    private final HttpResponse<byte[]> response;
    private final BodyMemory.Place place;

    /** @param place where the body is */
    WebAnswer(HttpResponse<byte[]> response, BodyMemory.Place place) {
        this.response = response;
        this.place = place;
    }

    int status() {
        return response.statusCode();
    }

    HttpHeaders headers() {
        return response.headers();
    }

    /** As much of the body as was wanted; not a copy. */
    byte[] body() {
        return response.body();
    }

    /** Where it sends on. */
    Optional<String> location() {
        return REDIRECTS.contains(status()) ? headers().firstValue("Location") : Optional.empty();
    }

    boolean asksToWait() {
        return OF_THE_HOST.contains(status());
    }

    boolean isTemporary() {
        return TEMPORARY.contains(status());
    }

    @Override
    public void close() {
        place.close();
    }
}
