package io.dreamcacher.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a record's Javadoc says of it and its components, as the compiler kept it beside the class
 * (therapi-runtime-javadoc-scribe).
 *
 * @param text what the Javadoc says before its tags
 * @param components by name
 */
record RecordDocs(String text, Map<String, String> components) {
    private static final String PARAM = "@param ";

    static RecordDocs of(Class<?> type) {
        String file = type.getName().substring(type.getPackageName().length() + 1) + "__Javadoc.json";
        try (InputStream in = type.getResourceAsStream(file)) {
            return in == null ? new RecordDocs("", Map.of()) : parse(Json.STRICT.readTree(in).path("doc").asString(""));
        } catch (IOException e) {
            throw new UncheckedIOException("The Javadoc of %s cannot be read.".formatted(type.getName()), e);
        }
    }

    static RecordDocs parse(String javadoc) {
        String[] blocks = javadoc.strip().split("\n\\s*(?=@)|^(?=@)", -1);
        Map<String, String> components = Arrays.stream(blocks)
                .filter(block -> block.startsWith(PARAM))
                .map(block -> block.substring(PARAM.length()).split("\\s+", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts.length < 2 ? "" : plain(parts[1])));
        return new RecordDocs(blocks[0].startsWith("@") ? "" : plain(blocks[0]), components);
    }

    /** Inline tags become their text, lines one line. */
    private static String plain(String text) {
        return text.replaceAll("\\{@(?:code|literal)\\s+([^}]*)\\}", "$1")
                .replaceAll("\\{@\\w+\\s+(?:\\S+\\s+)?([^}]*)\\}", "$1")
                .replaceAll("<[^>]*>", "")
                .replaceAll("\\s+", " ")
                .strip();
    }

    Optional<String> description() {
        return Optional.of(text).filter(said -> !said.isEmpty());
    }

    Optional<String> component(String name) {
        return Optional.ofNullable(components.get(name)).filter(said -> !said.isEmpty());
    }
}
