package io.dreamcacher.server.http;

import io.dreamcacher.api.Problem;
import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.server.security.ProblemResponse;
import io.dreamcacher.server.security.Refused;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
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
        ProblemResponse.write(response, ProblemResponse.logged(problem(failure), failure));
    }

    /** Frameworks wrap what our own code said, and what the machine lacked; that is what counts. */
    Problem problem(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refused refused) {
                return refused.problem();
            }
            if (cause instanceof DreamCacherException known) {
                return Problem.of(known);
            }
            if (cause instanceof OutOfMemoryError) {
                return ProblemResponse.unexpected(cause);
            }
        }
        return ofFramework(failure);
    }

    private Problem ofFramework(Exception failure) {
        return switch (failure) {
            case HttpMessageNotReadableException unreadable ->
                Problem.badRequest(BadJson.sentence(unreadable.getCause()));
            case MaxUploadSizeExceededException large -> ProblemResponse.tooLarge(limits);
            case MissingServletRequestPartException missing ->
                Problem.badRequest("The form must have a file field \"%s\".".formatted(missing.getRequestPartName()));
            case MissingServletRequestParameterException missing ->
                Problem.badRequest("The parameter \"%s\" must be given.".formatted(missing.getParameterName()));
            case MethodArgumentTypeMismatchException mismatch -> mismatch(mismatch);
            case InvalidParameterException parameters -> badParameters(parameters);
            case MultipartException form ->
                Problem.badRequest("The body must be a multipart form with a file field \"image\".");
            case HttpRequestMethodNotSupportedException method -> Problem.ofStatus(405,
                    "%s is not possible at this address; possible: %s.".formatted(method.getMethod(),
                            listed(method.getSupportedMethods())));
            case HttpMediaTypeNotSupportedException type -> Problem.ofStatus(415, BadMediaType.ofBody(type));
            case HttpMediaTypeNotAcceptableException type -> Problem.ofStatus(406, BadMediaType.ofAnswer(type));
            case NoResourceFoundException none -> Problem.notFound(
                    "There is nothing at /%s; the addresses are listed at /api/v1/openapi.json."
                            .formatted(none.getResourcePath()));
            case ErrorResponse known when known.getStatusCode().is4xxClientError() -> refusedBySpring(known);
            default -> ProblemResponse.unexpected(failure);
        };
    }

    /** Tomcat reads parameters when they are first asked for, wherever that is. */
    private Problem badParameters(InvalidParameterException failure) {
        return failure.getErrorCode() == 413
                ? ProblemResponse.tooLarge(limits)
                : Problem.badRequest("The parameters must be well-formed, with % only before two hexadecimal digits, "
                        + "and few enough, but they are not.");
    }

    private static Problem refusedBySpring(ErrorResponse failure) {
        String detail = failure.getBody().getDetail();
        return Problem.ofStatus(failure.getStatusCode().value(), detail == null
                ? "The request cannot be answered as it is (HTTP status %d).".formatted(failure.getStatusCode().value())
                : detail);
    }

    private static Problem mismatch(MethodArgumentTypeMismatchException failure) {
        return Problem.badRequest("The parameter \"%s\" must be %s, but \"%s\" was given.".formatted(failure.getName(),
                BadJson.expected(failure.getRequiredType()), failure.getValue()));
    }

    private static String listed(String @Nullable [] words) {
        return words == null ? "none" : Arrays.stream(words).sorted().collect(Collectors.joining(", "));
    }
}
