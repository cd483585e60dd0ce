package io.dreamcacher.evaluation;

import io.dreamcacher.failure.DreamCacherException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads pairs of prompts as JSON lines: {@code {"a": asked, "b": stored, "label": "same"|"different", "kind": …}}. The kind may
 * be left out.
 */
public final class LabelledPairs {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String UNNAMED = "all";

    private LabelledPairs() {}

    /**
     * An asked and a stored prompt.
     *
     * @param asked the prompt somebody asks for
     * @param stored the prompt of a remembered image
     */
    public record Pair(String asked, String stored) {}

    /**
     * One line without its label.
     *
     * @param place file and number of the line, for messages
     * @throws DreamCacherException with BAD_REQUEST, naming the place and what is missing
     */
    public static Pair pair(String line, String place) {
        JsonNode node = object(line, place);
        return new Pair(text(node, "a", place), text(node, "b", place));
    }

    /**
     * One line with its label.
     *
     * @param place file and number of the line, for messages
     * @throws DreamCacherException with BAD_REQUEST, naming the place and what is missing
     */
    public static LabelledPair labelled(String line, String place) {
        JsonNode node = object(line, place);
        String label = text(node, "label", place);
        boolean same = switch (label) {
            case "same" -> true;
            case "different" -> false;
            default -> throw bad(place, "label must be \"same\" or \"different\", found \"%s\"".formatted(label));
        };
        String kind = Optional.ofNullable(node.get("kind"))
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .orElse(UNNAMED);
        return new LabelledPair(text(node, "a", place), text(node, "b", place), same, kind);
    }

    private static JsonNode object(String line, String place) {
        try {
            JsonNode node = JSON.readTree(line);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException e) {
            throw bad(place, "a line must be one JSON object, but it cannot be parsed");
        }
        throw bad(place, "a line must be one JSON object");
    }

    private static String text(JsonNode node, String name, String place) {
        JsonNode value = node.get(name);
        if (value == null || !value.isString()) {
            throw bad(place,
                    "\"%s\" must be a text, found %s".formatted(name, value == null ? "none" : value.getNodeType()));
        }
        return value.asString();
    }

    private static DreamCacherException bad(String place, String what) {
        return DreamCacherException.badRequest(
                "%s: %s. Pairs look like {\"a\":\"asked\",\"b\":\"stored\",\"label\":\"same\"|\"different\"}."
                        .formatted(place, what));
    }
}
