package io.dreamcacher.datasets.image;

import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The file beside a picture that says what it shows. */
final class CaptionFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private CaptionFile() {}

    /**
     * What it says; empty where there is none, or it says nothing.
     *
     * @throws DreamCacherException with BAD_REQUEST, naming the file, when it is no text in UTF-8, or no JSON
     */
    static Optional<String> caption(Path picture) throws IOException {
        Path text = beside(picture, ".txt");
        if (Files.isRegularFile(text)) {
            return said(text(text));
        }
        Path json = beside(picture, ".json");
        return Files.isRegularFile(json) ? said(json) : Optional.empty();
    }

    private static Path beside(Path picture, String ending) {
        String name = picture.getFileName().toString();
        return picture.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ending);
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw DreamCacherException.badRequest(
                    "A caption is a text in UTF-8, but %s is not; write it anew.".formatted(file));
        }
    }

    private static Optional<String> said(Path json) throws IOException {
        try {
            JsonNode fields = JSON.readTree(text(json));
            return Stream.of("caption", "prompt")
                    .map(fields::path)
                    .filter(JsonNode::isString)
                    .flatMap(field -> said(field.asString()).stream())
                    .findFirst();
        } catch (JacksonException e) {
            throw DreamCacherException.badRequest(
                    "The file beside a picture is JSON with a caption, but %s is not; mend it or take it away."
                            .formatted(json));
        }
    }

    private static Optional<String> said(String text) {
        return Optional.of(text.strip()).filter(words -> !words.isEmpty());
    }
}
