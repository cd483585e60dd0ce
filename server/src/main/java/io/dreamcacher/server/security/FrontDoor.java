package io.dreamcacher.server.security;

import io.dreamcacher.api.Problem;
import io.dreamcacher.api.ServiceLimits;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Every request passes here first: security headers, foreign sites, size of the body. */
final class FrontDoor extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private static final String ENCODING = "Content-Encoding";

    private static final Map<String, String> HEADERS = Map.of("Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
                    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer", "Cross-Origin-Resource-Policy",
            "same-origin");

    private final transient BrowserGuard guard;
    private final transient ServiceLimits limits;

    FrontDoor(BrowserGuard guard, ServiceLimits limits) {
        this.guard = guard;
        this.limits = limits;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HEADERS.forEach(response::setHeader);
        Optional<Problem> refusal = guard.refusal(request);
        if (refusal.isPresent()) {
            ProblemResponse.write(response, refusal.get());
        } else if (request.getContentLengthLong() > limits.uploadBytes()) {
            ProblemResponse.write(response, ProblemResponse.tooLarge(limits));
        } else if (isEncoded(request)) {
            ProblemResponse.write(response, Problem.ofStatus(415,
                    "A body must be sent as it is, but the header Content-Encoding says \"%s\"; leave encoding and header out."
                            .formatted(request.getHeader(ENCODING))));
        } else {
            chain.doFilter(new BodyLimit(request, limits), response);
        }
    }

    /** A body that is compressed would be read as if it were not, and found to be no JSON. */
    private static boolean isEncoded(HttpServletRequest request) {
        String encoding = request.getHeader(ENCODING);
        return encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity");
    }
}
