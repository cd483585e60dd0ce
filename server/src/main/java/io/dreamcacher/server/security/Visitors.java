package io.dreamcacher.server.security;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Right;
import io.dreamcacher.access.Scope;
import io.dreamcacher.api.Problem;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Tells visitors apart: the owner by token, everybody else by a random cookie. Whoever reaches a service that only this
 * machine can reach may do everything; on a network visitors delete and judge for themselves only.
 */
public final class Visitors {
    public static final String COOKIE = "dreamcacher-caller";
    private static final String SCHEME = "Bearer ";

    private static final Set<Right> ON_A_NETWORK = EnumSet.of(Right.READ, Right.WRITE, Right.DELETE_OWN);
    private static final Caller STRANGER = new Caller("stranger");

    private final String token;
    private final Set<Right> rights;

    /**
     * @param token of the data folder's owner
     * @param host the service is bound to
     */
    public Visitors(String token, String host) {
        this.token = token;
        this.rights = BrowserGuard.isThisMachine(host) ? EnumSet.allOf(Right.class) : ON_A_NETWORK;
    }

    /** Who this is; a stranger is given a cookie. */
    public Visitor identify(HttpServletRequest request, HttpServletResponse response) {
        if (isOwner(request)) {
            return new Visitor(Access.LOCAL, true);
        }
        return new Visitor(access(new Caller(cookie(request).orElseGet(() -> welcome(response)))), false);
    }

    /** Who only looks; a stranger stays one. */
    Access looking(HttpServletRequest request) {
        return isOwner(request) ? Access.LOCAL : access(cookie(request).map(Caller::new).orElse(STRANGER));
    }

    private Access access(Caller caller) {
        return new Access(caller, Set.of(Scope.PUBLIC), Scope.PUBLIC, rights);
    }

    /**
     * Lets the owner pass.
     *
     * @throws Refused when somebody else asks
     */
    public void requireOwner(HttpServletRequest request) {
        if (isOwner(request)) {
            return;
        }
        throw new Refused(request.getHeader("Authorization") == null
                ? Problem.ofStatus(401,
                        "This needs the token in the data folder's owner.json, as Authorization: Bearer.")
                : Problem.ofStatus(403,
                        "The token is not the one in the data folder's owner.json; read it there again."));
    }

    /** Whether a request carries the token of the data folder's owner. */
    public boolean isOwner(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.startsWith(SCHEME)
                && MessageDigest.isEqual(bytes(header.substring(SCHEME.length())), bytes(token));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<String> cookie(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(COOKIE))
                        .map(Cookie::getValue)
                        .filter(RandomNames::isName)
                        .findFirst();
    }

    private static String welcome(HttpServletResponse response) {
        String name = RandomNames.name();
        Cookie cookie = new Cookie(COOKIE, name);
        cookie.setHttpOnly(true);
        cookie.setPath("/");
        cookie.setMaxAge(Math.toIntExact(Duration.ofDays(365).toSeconds()));
        cookie.setAttribute("SameSite", "Lax");
        response.addCookie(cookie);
        return name;
    }
}
