package io.dreamcacher.collections.download;

import io.dreamcacher.request.ImageSize;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is kept of a link beside its picture: img2dataset's fields in its order and spelling, as Python's
 * {@code json.dumps(…, indent=4)} writes them, in ASCII.
 */
final class Sidecar {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .build();

    private Sidecar() {}

    /** Of a picture. */
    static byte[] of(Link link, String key, LinkResult.Success success) {
        Map<String, @Nullable Object> fields = beginning(link, key, success.status(), Optional.empty());
        size(fields, "", success.size());
        size(fields, "original_", success.original());
        fields.put("sha256", success.file().sha256());
        return indented(fields).getBytes(StandardCharsets.US_ASCII);
    }

    private static void size(Map<String, @Nullable Object> fields, String prefix, ImageSize size) {
        fields.put(prefix + "width", size.width());
        fields.put(prefix + "height", size.height());
    }

    /** Of a link that came to nothing, in one line. */
    static String of(Link link, String key, LinkResult.Failure failure) {
        return MAPPER.writeValueAsString(beginning(link, key, failure.status(), Optional.of(failure.message())));
    }

    private static Map<String, @Nullable Object> beginning(Link link, String key, String status,
            Optional<String> message) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        link.id().ifPresent(id -> fields.put("id", id));
        link.caption().ifPresent(caption -> fields.put("caption", caption));
        fields.put("url", link.url());
        fields.put("key", key);
        fields.put("status", status);
        fields.put("error_message", message.orElse(null));
        return fields;
    }

    /** Any object, as the sidecars are written. */
    static String indented(Map<String, ?> fields) {
        return fields.entrySet()
                .stream()
                .map(field -> "    %s: %s".formatted(json(field.getKey()), value(field.getValue())))
                .collect(Collectors.joining(",\n", "{\n", "\n}"));
    }

    private static String value(@Nullable Object value) {
        return value instanceof Map<?, ?> inner
                ? inner.isEmpty()
                        ? "{}"
                        : inner.entrySet()
                                .stream()
                                .map(field -> "        %s: %s".formatted(json(field.getKey()), json(field.getValue())))
                                .collect(Collectors.joining(",\n", "{\n", "\n    }"))
                : json(value);
    }

    /** A value as one line of JSON in ASCII. */
    static String json(@Nullable Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** The text of a string as {@link #json} writes it. */
    static String text(String json) {
        return MAPPER.readValue(json, String.class);
    }

    /** The key in a line that {@link #of(Link, String, LinkResult.Failure)} made. */
    static String key(String line) {
        return MAPPER.readTree(line).required("key").stringValue();
    }
}
