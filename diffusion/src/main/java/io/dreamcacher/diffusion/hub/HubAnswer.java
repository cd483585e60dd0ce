package io.dreamcacher.diffusion.hub;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server answers to one GET, redirects followed. Whoever asked closes it. */
final class HubAnswer implements Closeable {
    /** The hub's header of IETF draft-ietf-httpapi-ratelimit-headers-09, such as {@code "api";r=0;t=55}. */
    private static final Pattern RATE_LIMIT = Pattern.compile("r\\s*=\\s*0\\s*;\\s*t\\s*=\\s*(\\d{1,9})");
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;\\s*rel=\"next\"");

    private final HttpResponse<InputStream> response;
    private final Optional<BlobId> blob;

    /** @param blob that the endpoint said it would send; empty if it did not say */
    HubAnswer(HttpResponse<InputStream> response, Optional<BlobId> blob) {
        this.response = response;
        this.blob = blob;
    }

    /** The address that answered, after redirects. */
    URI address() {
        return response.uri();
    }

    int status() {
        return response.statusCode();
    }

    Optional<BlobId> blob() {
        return blob;
    }

    /** A header; empty if it is absent. */
    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** How many bytes the server says it sends; empty if it does not say. */
    OptionalLong length() {
        return response.headers().firstValueAsLong("Content-Length");
    }

    /** The body. */
    InputStream body() {
        return response.body();
    }

    /** How long the server asks to wait. */
    Optional<Duration> retryAfter() {
        Matcher limit = RATE_LIMIT.matcher(header("RateLimit"));
        String seconds = limit.find() ? limit.group(1) : header("Retry-After").strip();
        return seconds.matches("\\d{1,9}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
                : Optional.empty();
    }

    /**
     * The address of the next page of a listing.
     *
     * @throws IllegalArgumentException if the server names one that is none
     */
    Optional<URI> next() {
        Matcher link = NEXT.matcher(header("Link"));
        return link.find() ? Optional.of(address().resolve(link.group(1))) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
