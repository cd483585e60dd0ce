package io.dreamcacher.image;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Values of an infotext that need quotes are JSON strings. */
final class InfotextQuotes {
    private static final JsonMapper MAPPER = new JsonMapper();

    private InfotextQuotes() {}

    static String quoteIfNeeded(String value) {
        if (value.indexOf(',') < 0 && value.indexOf(':') < 0 && value.indexOf('\n') < 0) {
            return value;
        }
        return MAPPER.writeValueAsString(value);
    }

    /** The value without its quotes; as it is when it is no JSON string. */
    static String unquote(String value) {
        if (value.length() < 2 || value.charAt(0) != '"' || !value.endsWith("\"")) {
            return value;
        }
        try {
            return MAPPER.readValue(value, String.class);
        } catch (JacksonException e) {
            return value;
        }
    }
}
