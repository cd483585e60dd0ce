package io.dreamcacher.diffusion.hub;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Makes GET requests. It follows redirects itself, because the token goes to the configured endpoint and to no other
 * host, scheme or port, wherever a redirect leads. HttpURLConnection is used since, unlike {@code java.net.http}, it can
 * give up on a body that stalls.
 */
final class HubConnection {
    private static final int MAX_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final HubSettings settings;

    HubConnection(HubSettings settings) {
        this.settings = settings;
    }

    /**
     * Asks once.
     *
     * @param from first byte wanted; 0 for the whole
     * @throws IOException if the connection breaks, or a redirect leads nowhere
     */
    HubAnswer get(URI first, long from) throws IOException {
        URI address = first;
        Optional<BlobId> blob = Optional.empty();
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            HttpURLConnection connection = request(address, from);
            int status = connection.getResponseCode();
            if (status < 0) {
                throw new IOException("the answer is not HTTP");
            }
            if (settings.isOwn(address)) {
                blob = blob.or(() -> announced(connection, status));
            }
            Optional<String> location = Optional.ofNullable(connection.getHeaderField("Location"));
            if (!REDIRECTS.contains(status) || location.isEmpty()) {
                return new HubAnswer(connection, address, status, blob);
            }
            connection.disconnect();
            address = redirected(address, location.get());
        }
        throw new IOException("more than " + MAX_REDIRECTS + " redirects");
    }

    private HttpURLConnection request(URI address, long from) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        int milliseconds = Math.toIntExact(settings.timeout().toMillis());
        connection.setConnectTimeout(milliseconds);
        connection.setReadTimeout(milliseconds);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("User-Agent", "dreamcacher");
        connection.setRequestProperty("Accept-Encoding", "identity"); // sizes and ranges are of the file itself
        if (from > 0) {
            connection.setRequestProperty("Range", "bytes=" + from + "-");
        }
        if (settings.isOwn(address)) {
            settings.token()
                    .ifPresent(token -> connection.setRequestProperty("Authorization", token.authorization()));
        }
        return connection;
    }

    /** What the endpoint says will come: of a large file even though another host sends it. */
    private static Optional<BlobId> announced(HttpURLConnection connection, int status) {
        Optional<String> linked = Optional.ofNullable(connection.getHeaderField("X-Linked-Etag"));
        return linked.or(() -> REDIRECTS.contains(status)
                ? Optional.empty()
                : Optional.ofNullable(connection.getHeaderField("ETag"))).flatMap(BlobId::ofEtag);
    }

    private URI redirected(URI from, String location) throws IOException {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new IOException("a redirect to something that is no address", e);
        }
        boolean secure = "https".equalsIgnoreCase(to.getScheme());
        boolean open = "http".equalsIgnoreCase(to.getScheme()) && settings.endpoint().getScheme().equals("http");
        if (to.getHost() == null || !(secure || open)) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "%s must redirect to https only; it redirects to %s://%s. Nothing was sent there; check HF_ENDPOINT and the network."
                            .formatted(settings.host(), to.getScheme(), to.getHost()));
        }
        return to;
    }
}
