package io.dreamcacher.api;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A failure as the client sees it (RFC 9457); {@code docs/errors.md} is the table.
 *
 * @param type {@code urn:dreamcacher:} and the failure's category, or {@code about:blank} where HTTP's own status says
 *        it all
 * @param title the status in words
 * @param status of the response
 * @param detail what must hold, what was found, what to do
 * @param category what kind of failure it is, for programs
 * @param retryAfterSeconds when trying again is sensible, 1 or more; empty when waiting does not help or nobody can tell
 */
public record Problem(String type, String title, int status, String detail, FailureCategory category,
        Optional<Long> retryAfterSeconds) {

    private static final String HTTP_ONLY = "about:blank";

    /** The problem of a failure. */
    public static Problem of(DreamCacherException failure) {
        String category = failure.category().name().toLowerCase(Locale.ROOT).replace('_', '-');
        int status = status(failure);
        return new Problem("urn:dreamcacher:" + category, title(status), status, failure.getMessage(),
                failure.category(), failure.retryAfter().map(Problem::wholeSeconds));
    }

    /** A request that cannot be right. */
    public static Problem badRequest(String detail) {
        return of(DreamCacherException.badRequest(detail));
    }

    /** What is asked for is not there. */
    public static Problem notFound(String detail) {
        return of(new DreamCacherException(FailureCategory.NOT_FOUND, detail));
    }

    /** The cause goes to the log; the client gets a sentence. */
    public static Problem internal() {
        return of(new DreamCacherException(FailureCategory.INTERNAL,
                "The service failed to answer, which is a defect; its log says more."));
    }

    /** A failure that is HTTP's own; whoever sent the request can do something about a status below 500, 501 and 505. */
    public static Problem ofStatus(int status, String detail) {
        return new Problem(HTTP_ONLY, title(status), status, detail,
                status < 500 || status == 501 || status == 505 ? FailureCategory.BAD_REQUEST : FailureCategory.INTERNAL,
                Optional.empty());
    }

    /**
     * Reads what a service answered with a status that is no success; whatever stands between here and the service may
     * have answered instead, without a sentence or a category.
     */
    public static Problem read(int status, String body) {
        return read(status, body, Optional.empty());
    }

    /**
     * Reads such an answer.
     *
     * @param retryAfter seconds that its header named; what the body says comes first
     */
    static Problem read(int status, String body, Optional<Long> retryAfter) {
        JsonNode problem = readable(body);
        String detail = problem.path("detail")
                .asString("The service answered with status " + status + " and no explanation.");
        long seconds = problem.path("retryAfterSeconds").asLong(0);
        int said = problem.path("status").asInt(status);
        return new Problem(problem.path("type").asString(HTTP_ONLY), problem.path("title").asString(title(said)), said,
                detail, category(said, problem.path("category").asString("")),
                seconds > 0 ? Optional.of(seconds) : retryAfter.filter(header -> header > 0));
    }

    private static JsonNode readable(String body) {
        try {
            return Json.LENIENT.readTree(body);
        } catch (JacksonException e) {
            return Json.LENIENT.createObjectNode();
        }
    }

    private static FailureCategory category(int status, String named) {
        for (FailureCategory category : FailureCategory.values()) {
            if (category.name().equals(named)) {
                return category;
            }
        }
        return switch (status) {
            case 403 -> FailureCategory.FORBIDDEN;
            case 404 -> FailureCategory.NOT_FOUND;
            case 429, 502, 503, 504 -> FailureCategory.BUSY;
            default -> status < 500 ? FailureCategory.BAD_REQUEST : FailureCategory.INTERNAL;
        };
    }

    /** The failure again, on the client's side. */
    public DreamCacherException failure() {
        return category == FailureCategory.BUSY && retryAfterSeconds.isPresent()
                ? DreamCacherException.busy(detail, Duration.ofSeconds(retryAfterSeconds.get()))
                : new DreamCacherException(category, detail);
    }

    /** Never before the wait is over. */
    private static long wholeSeconds(Duration wait) {
        return Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
    }

    private static int status(DreamCacherException failure) {
        return switch (failure.category()) {
            case BAD_REQUEST -> 400;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CANCELLED -> 409;
            case REFUSED -> 422;
            case BUSY -> failure.retryAfter().isPresent() ? 429 : 503;
            case EXHAUSTED -> 507;
            case BAD_MODEL, BAD_DATA, INTERNAL -> 500;
        };
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad request";
            case 401 -> "The owner's token is needed";
            case 403 -> "Refused";
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 406 -> "Not acceptable";
            case 408 -> "Too slow";
            case 409 -> "Cancelled";
            case 413 -> "Too large";
            case 415 -> "Media type not understood";
            case 421 -> "Not this service";
            case 414 -> "Address too long";
            case 417 -> "Expectation not met";
            case 422 -> "Refused by policy";
            case 431 -> "Header too large";
            case 501 -> "Not implemented";
            case 505 -> "HTTP version not supported";
            case 429 -> "Too many requests";
            case 503 -> "Not available";
            case 507 -> "No room left";
            default -> status < 500 ? "Bad request" : "Failed";
        };
    }
}
