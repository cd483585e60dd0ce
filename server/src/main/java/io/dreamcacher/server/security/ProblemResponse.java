package io.dreamcacher.server.security;

import io.dreamcacher.api.Json;
import io.dreamcacher.api.Problem;
import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** How a failure is told: to the client as a problem, and to the log where whoever runs the service must act. */
public final class ProblemResponse {
    private static final Logger LOG = System.getLogger(ProblemResponse.class.getName());

    private ProblemResponse() {}

    /** The problem of a failure, which is logged if it is the service's own. */
    public static Problem of(Throwable failure) {
        return logged(failure instanceof DreamCacherException known ? Problem.of(known) : unexpected(failure), failure);
    }

    /**
     * The problem again, once its cause is in the log. Only what whoever runs the service must act on goes there: an image
     * that is too large to be decoded here was refused as it should be, and its sender could fill the log with more.
     */
    public static Problem logged(Problem problem, Throwable failure) {
        boolean refused = failure instanceof DreamCacherException && failure.getCause() == null;
        if (problem.status() == 500 || (problem.status() == 507 && !refused)) {
            LOG.log(Level.ERROR, "A request failed.", failure);
        }
        return problem;
    }

    /** The problem of a failure nobody foresaw. */
    public static Problem unexpected(Throwable failure) {
        return isOfMemory(failure)
                ? Problem.of(new DreamCacherException(FailureCategory.EXHAUSTED,
                        "Memory ran out on the way; ask for fewer or smaller pictures."))
                : Problem.internal();
    }

    private static boolean isOfMemory(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }

    /** The problem of a body that has more bytes than it may. */
    public static Problem tooLarge(ServiceLimits limits) {
        return Problem.ofStatus(413, "A body may have %,d bytes, but this one has more; make the picture smaller."
                .formatted(limits.uploadBytes()));
    }

    /** Answers with a problem. */
    public static void write(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(problem.status());
        problem.retryAfterSeconds().ifPresent(seconds -> response.setHeader("Retry-After", Long.toString(seconds)));
        response.setContentType("application/problem+json");
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(Json.STRICT.writeValueAsBytes(problem));
    }
}
