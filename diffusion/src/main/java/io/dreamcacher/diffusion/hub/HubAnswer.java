package io.dreamcacher.diffusion.hub;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server answers to one GET, redirects followed. Whoever asked closes it. */
final class HubAnswer implements Closeable {
    /** The hub's header of IETF draft-ietf-httpapi-ratelimit-headers-09, such as {@code "api";r=0;t=55}. */
    private static final Pattern RATE_LIMIT = Pattern.compile("r\\s*=\\s*0\\s*;\\s*t\\s*=\\s*(\\d{1,9})");
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;\\s*rel=\"next\"");

    private final HttpURLConnection connection;
    private final URI address;
    private final int status;
    private final Optional<BlobId> blob;

    /**
     * @param address that answered, after redirects
     * @param blob that the endpoint said it would send; empty if it did not say
     */
    HubAnswer(HttpURLConnection connection, URI address, int status, Optional<BlobId> blob) {
        this.connection = connection;
        this.address = address;
        this.status = status;
        this.blob = blob;
    }

    URI address() {
        return address;
    }

    int status() {
        return status;
    }

    Optional<BlobId> blob() {
        return blob;
    }

    /** A header; empty if it is absent. */
    String header(String name) {
        return Optional.ofNullable(connection.getHeaderField(name)).orElse("");
    }

    /** The body of a successful answer. */
    InputStream body() throws IOException {
        return connection.getInputStream();
    }

    /** How long the server asks to wait. */
    Optional<Duration> retryAfter() {
        Matcher limit = RATE_LIMIT.matcher(header("RateLimit"));
        String seconds = limit.find() ? limit.group(1) : header("Retry-After").strip();
        return seconds.matches("\\d{1,9}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
                : Optional.empty();
    }

    /** The address of the next page of a listing. */
    Optional<URI> next() {
        Matcher link = NEXT.matcher(header("Link"));
        return link.find() ? Optional.of(address.resolve(link.group(1))) : Optional.empty();
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
