package io.dreamcacher.server.http;

import io.dreamcacher.api.Json;
import java.lang.reflect.RecordComponent;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in one sentence what is wrong with a JSON body. */
final class BadJson {
    private BadJson() {}

    /** @param cause why the body could not be read; null when there was none */
    static String sentence(@Nullable Throwable cause) {
        return switch (cause) {
            case UnrecognizedPropertyException unknown -> "The field \"%s\" is not known here; known are %s."
                    .formatted(unknown.getPropertyName(), known(unknown.getReferringClass()));
            case InvalidFormatException value -> "The field \"%s\" must be %s, but \"%s\" was given."
                    .formatted(path(value), expected(value.getTargetType()), value.getValue());
            case MismatchedInputException mismatch when !mismatch.getPath().isEmpty() ->
                "The field \"%s\" must be %s, but something else was given%s.".formatted(path(mismatch),
                        expected(mismatch.getTargetType()), place(mismatch));
            case MismatchedInputException mismatch -> "The body must be one JSON object, but it is not.";
            case JacksonException json ->
                "The body must be JSON, but it cannot be read as such%s.".formatted(place(json));
            case null, default -> "The body must be one JSON object, but there is none.";
        };
    }

    /** A type in the words of somebody who writes JSON. */
    static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type.isEnum()) {
            return "one of " + java.util.Arrays.stream(type.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", "));
        }
        if (type == Long.class || type == Integer.class || type == int.class || type == long.class
                || type == OptionalInt.class) {
            return "a whole number";
        }
        if (type == Double.class || type == double.class || type == OptionalDouble.class) {
            return "a number";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        return type == String.class ? "a text in quotes" : "of another type";
    }

    private static String path(JacksonException failure) {
        return failure.getPath()
                .stream()
                .map(Reference::getPropertyName)
                .filter(name -> name != null)
                .collect(Collectors.joining("."));
    }

    /** Jackson does not name the fields of records that are unwrapped. */
    private static String known(@Nullable Class<?> type) {
        return type == null || !type.isRecord()
                ? "none"
                : Json.fields(type).stream().map(RecordComponent::getName).sorted().collect(Collectors.joining(", "));
    }

    private static String place(JacksonException failure) {
        TokenStreamLocation place = failure.getLocation();
        return place == null || place.getLineNr() < 1
                ? ""
                : " (line %d, column %d)".formatted(place.getLineNr(), place.getColumnNr());
    }
}
