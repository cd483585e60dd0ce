package io.dreamcacher.server.security;

import io.dreamcacher.api.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps other web sites open in the same browser from using a service that trusts this machine. DNS rebinding makes a
 * foreign name point here, so a service bound to a loopback address only answers to loopback names; cross-site request
 * forgery sends a form here, so unsafe methods need the page's own origin. Programs that are no browsers send neither
 * header and pass.
 */
final class BrowserGuard {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final String boundTo;
    private final boolean loopback;

    /** @param host the name or address the service is bound to */
    BrowserGuard(String host) {
        boundTo = host.toLowerCase(Locale.ROOT);
        loopback = isThisMachine(host);
    }

    /** Whether only this machine reaches a service bound to this name or address. */
    static boolean isThisMachine(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // binding fails with a sentence of its own
        }
    }

    /** Why a request is refused; empty when it is not. */
    Optional<Problem> refusal(HttpServletRequest request) {
        String host = header(request, "Host").toLowerCase(Locale.ROOT);
        if (loopback && !LOOPBACK.contains(withoutPort(host)) && !withoutPort(host).equals(boundTo)) {
            return Optional.of(Problem.ofStatus(421,
                    "This service only answers to the names of this machine, such as 127.0.0.1, but was called \"%s\"; start it with --host to reach it by others."
                            .formatted(withoutPort(host))));
        }
        return SAFE_METHODS.contains(request.getMethod()) || fromOwnPage(request, host)
                ? Optional.empty()
                : Optional.of(Problem.ofStatus(403,
                        "Only the service's own page may do this from a browser, but the request came from another site."));
    }

    /** Browsers say where a request comes from in Sec-Fetch-Site; without it, the origin tells. */
    private static boolean fromOwnPage(HttpServletRequest request, String host) {
        String site = header(request, "Sec-Fetch-Site");
        if (!site.isEmpty()) {
            return OWN_SITE.contains(site);
        }
        String origin = header(request, "Origin").toLowerCase(Locale.ROOT);
        return origin.isEmpty() || origin.equals("http://" + host) || origin.equals("https://" + host);
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private static String header(HttpServletRequest request, String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }
}
