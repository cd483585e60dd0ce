package io.dreamcacher.server;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.server.RequestEvent.Failed;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns every way a request can fail into a problem with a sentence. */
@RestControllerAdvice
final class Problems {
    private static final Logger LOG = System.getLogger(Problems.class.getName());

    private final ServiceLimits limits;

    Problems(ServiceLimits limits) {
        this.limits = limits;
    }

    @ExceptionHandler(Exception.class)
    void handle(Exception failure, HttpServletResponse response) throws IOException {
        if (failure instanceof AsyncRequestNotUsableException || response.isCommitted()) {
            return; // the client is gone
        }
        if (failure instanceof HttpRequestMethodNotSupportedException method && method.getSupportedMethods() != null) {
            response.setHeader("Allow", String.join(", ", method.getSupportedMethods()));
        }
        write(response, failed(problem(failure), failure));
    }

    /** A failure as the last event of a request. */
    static Failed failed(Throwable failure) {
        return failed(failure instanceof DreamCacherException known ? Problem.of(known) : unexpected(failure), failure);
    }

    private static Failed failed(Problem problem, Throwable failure) {
        Duration wait = failure instanceof DreamCacherException known
                ? known.retryAfter().orElse(Duration.ZERO)
                : Duration.ZERO;
        logDefect(problem, failure);
        return new Failed(problem, wait.isZero() ? 0 : Math.max(1, wait.toSeconds()));
    }

    /** Whoever runs the service must act on these; everything else is the client's own affair. */
    private static void logDefect(Problem problem, Throwable failure) {
        if (problem.status() == 500 || problem.status() == 507) {
            LOG.log(Level.ERROR, "A request failed.", failure);
        }
    }

    static void write(HttpServletResponse response, Failed failed) throws IOException {
        if (failed.retryAfterSeconds() > 0) {
            response.setHeader("Retry-After", Long.toString(failed.retryAfterSeconds()));
        }
        write(response, failed.problem());
    }

    static void write(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(problem.status());
        response.setContentType("application/problem+json");
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(Json.MAPPER.writeValueAsBytes(problem));
    }

    private Problem problem(Exception failure) {
        return switch (failure) {
            case DreamCacherException known -> Problem.of(known);
            case Refused refused -> refused.problem();
            case HttpMessageNotReadableException unreadable -> unreadable(unreadable);
            case MaxUploadSizeExceededException large -> tooLarge(limits);
            case MissingServletRequestPartException missing ->
                Problem.badRequest("The form must have a file field \"%s\".".formatted(missing.getRequestPartName()));
            case MissingServletRequestParameterException missing ->
                Problem.badRequest("The parameter \"%s\" must be given.".formatted(missing.getParameterName()));
            case MethodArgumentTypeMismatchException mismatch -> mismatch(mismatch);
            case MultipartException form ->
                Problem.badRequest("The body must be a multipart form with a file field \"image\".");
            case HttpRequestMethodNotSupportedException method -> Problem.ofStatus(405,
                    "%s is not possible at this address; possible: %s.".formatted(method.getMethod(),
                            listed(method.getSupportedMethods())));
            case HttpMediaTypeNotSupportedException type -> Problem.ofStatus(415,
                    "The body must be %s, but its Content-Type is %s.".formatted(type.getSupportedMediaTypes()
                            .stream()
                            .map(Object::toString)
                            .distinct()
                            .collect(Collectors.joining(" or ")),
                            type.getContentType() == null ? "missing" : type.getContentType()));
            case NoResourceFoundException none -> Problem.notFound(
                    "There is nothing at /%s; the addresses are listed at /api/v1/openapi.json."
                            .formatted(none.getResourcePath()));
            default -> unexpected(failure);
        };
    }

    static Problem tooLarge(ServiceLimits limits) {
        return Problem.ofStatus(413, "A body may have %,d bytes, but this one has more; make the picture smaller."
                .formatted(limits.uploadBytes()));
    }

    private Problem unreadable(HttpMessageNotReadableException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyLimit.TooLarge) {
                return tooLarge(limits);
            }
        }
        return Problem.badRequest(BadJson.sentence(failure.getCause()));
    }

    private static Problem mismatch(MethodArgumentTypeMismatchException failure) {
        return Problem.badRequest("The parameter \"%s\" must be %s, but \"%s\" was given.".formatted(failure.getName(),
                BadJson.expected(failure.getRequiredType()), failure.getValue()));
    }

    private static Problem unexpected(Throwable failure) {
        return failure instanceof OutOfMemoryError
                ? Problem.of(new DreamCacherException(FailureCategory.EXHAUSTED,
                        "Memory ran out on the way; ask for fewer or smaller pictures."))
                : Problem.internal();
    }

    private static String listed(String @Nullable [] words) {
        return words == null ? "none" : Arrays.stream(words).sorted().collect(Collectors.joining(", "));
    }
}
