package io.dreamcacher.diffusion.hub;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Makes GET requests. It follows redirects itself, because the token goes to the configured endpoint and to no other
 * host, scheme or port, wherever a redirect leads, and because a redirect must not reach what only this machine can
 * reach. From the request to the headers of the last answer it takes the settings' timeout at most.
 */
final class HubConnection {
    private static final int MAX_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final HubSettings settings;
    private final RedirectRule rule;
    private final HttpClient client;

    HubConnection(HubSettings settings, RedirectRule rule) {
        this.settings = settings;
        this.rule = rule;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout())
                .build();
    }

    /**
     * Asks once.
     *
     * @param from first byte wanted; 0 for the whole
     * @throws IOException if the connection breaks or takes too long
     * @throws DreamCacherException {@code BAD_MODEL} if redirects lead nowhere, or where they must not
     */
    HubAnswer get(URI first, long from) throws IOException, InterruptedException {
        long end = System.nanoTime() + settings.timeout().toNanos();
        Set<URI> seen = new HashSet<>();
        URI address = first;
        Optional<BlobId> blob = Optional.empty();
        while (true) {
            requireNew(address, seen);
            HttpResponse<InputStream> response = send(address, from, Duration.ofNanos(end - System.nanoTime()));
            if (settings.isOwn(address)) {
                blob = blob.or(() -> announced(response));
            }
            Optional<String> location = response.headers().firstValue("Location");
            if (!REDIRECTS.contains(response.statusCode()) || location.isEmpty()) {
                return new HubAnswer(response, blob);
            }
            response.body().close();
            address = redirected(address, location.get());
        }
    }

    private void requireNew(URI address, Set<URI> seen) {
        if (!seen.add(address)) {
            throw nonsense("redirects in a circle");
        }
        if (seen.size() > MAX_REDIRECTS + 1) {
            throw nonsense("makes more than " + MAX_REDIRECTS + " redirects");
        }
    }

    private HttpResponse<InputStream> send(URI address, long from, Duration time)
            throws IOException, InterruptedException {
        if (!time.isPositive()) {
            throw new HttpTimeoutException("no answer within %d seconds".formatted(settings.timeout().toSeconds()));
        }
        try {
            return client.send(request(address, from, time), HttpResponse.BodyHandlers.ofInputStream());
        } catch (ConnectException e) {
            if (e.getCause() instanceof UnresolvedAddressException) {
                throw (IOException) new UnknownHostException(address.getHost()).initCause(e);
            }
            throw e;
        } catch (IllegalArgumentException e) {
            throw nonsense("redirects to something that is no address");
        }
    }

    private HttpRequest request(URI address, long from, Duration time) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(time)
                .header("User-Agent", "dreamcacher")
                .header("Accept-Encoding", "identity"); // sizes and ranges are of the file itself
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        if (settings.isOwn(address)) {
            settings.token().ifPresent(token -> request.header("Authorization", token.authorization()));
        }
        return request.build();
    }

    /** What the endpoint says will come: of a large file even though another host sends it. */
    private static Optional<BlobId> announced(HttpResponse<?> response) {
        return response.headers()
                .firstValue("X-Linked-Etag")
                .or(() -> REDIRECTS.contains(response.statusCode())
                        ? Optional.empty()
                        : response.headers().firstValue("ETag"))
                .flatMap(BlobId::ofEtag);
    }

    private URI redirected(URI from, String location) {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw nonsense("redirects to something that is no address");
        }
        String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
        boolean open = scheme.equals("http") && settings.endpoint().getScheme().equals("http");
        if (to.getHost() == null || !(scheme.equals("https") || open)) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "%s must redirect to https only; it redirects to %s://%s. Nothing was sent there; check HF_ENDPOINT and the network."
                            .formatted(settings.host(), to.getScheme(), to.getHost()));
        }
        rule.requireAllowed(to);
        return to;
    }

    private DreamCacherException nonsense(String what) {
        return new DreamCacherException(FailureCategory.BAD_MODEL,
                "%s must lead to what is asked for; it %s. Check HF_ENDPOINT and the network."
                        .formatted(settings.host(), what));
    }
}
