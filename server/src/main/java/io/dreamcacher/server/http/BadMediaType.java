package io.dreamcacher.server.http;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.util.MimeType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;

/** Says in one sentence why a body cannot be read, or an answer cannot be written, as the media type asked for. */
final class BadMediaType {
    private BadMediaType() {}

    static String ofBody(HttpMediaTypeNotSupportedException failure) {
        MediaType found = failure.getContentType();
        return "The body must be %s, but its Content-Type is %s.".formatted(listed(failure.getSupportedMediaTypes()),
                found == null ? "missing or unreadable" : found);
    }

    static String ofAnswer(HttpMediaTypeNotAcceptableException failure) {
        List<MediaType> possible = failure.getSupportedMediaTypes();
        return possible.isEmpty()
                ? "Accept must be a media type such as application/json, but cannot be read as one."
                : "The answer at this address is %s, but Accept does not allow it.".formatted(listed(possible));
    }

    private static String listed(List<MediaType> types) {
        return types.stream()
                .filter(MimeType::isConcrete)
                .map(MediaType::toString)
                .distinct()
                .collect(Collectors.joining(" or "));
    }
}
