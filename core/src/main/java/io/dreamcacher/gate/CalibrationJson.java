package io.dreamcacher.gate;

import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A {@link Calibration} as a JSON document, format version 1. */
public final class CalibrationJson {
    private static final int FORMAT_VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private CalibrationJson() {}

    /**
     * Reads a calibration.
     *
     * @param place where the document is, for messages
     * @throws DreamCacherException with BAD_DATA, naming the place and the field
     */
    public static Calibration read(String document, String place) {
        try {
            return new Reader(JSON.readTree(document)).calibration();
        } catch (JacksonException e) {
            throw bad(place, "it must be one JSON object, but it cannot be parsed", e);
        } catch (IllegalArgumentException e) {
            throw bad(place, String.valueOf(e.getMessage()), e);
        }
    }

    /** Writes a calibration. */
    public static String write(Calibration calibration) {
        ObjectNode root = JSON.createObjectNode();
        root.put("formatVersion", FORMAT_VERSION).put("model", calibration.model());
        root.putObject("encoder")
                .put("name", calibration.encoder().name())
                .put("fingerprint", calibration.encoder().fingerprint())
                .put("pooling", calibration.encoder().pooling().name().toLowerCase(Locale.ROOT));
        root.putObject("thresholds")
                .put("promptSimilarity", calibration.thresholds().promptSimilarity())
                .put("pictureSimilarity", calibration.thresholds().imageSimilarity());
        Calibration.Measured measured = calibration.measured();
        ObjectNode node = root.putObject("measured")
                .put("date", measured.date().toString())
                .put("command", measured.command())
                .put("errorBudget", measured.errorBudget());
        putRates(node.putObject("fitted"), measured.fitted());
        putRates(node.putObject("heldOut"), measured.heldOut());
        if (!calibration.domain().words().isEmpty()) {
            root.put("words", String.join(" ", new TreeSet<>(calibration.domain().words())));
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static void putRates(ObjectNode node, Calibration.Rates rates) {
        node.put("right", rates.right())
                .put("rightReused", rates.rightReused())
                .put("wrong", rates.wrong())
                .put("wrongReused", rates.wrongReused());
    }

    private static DreamCacherException bad(String place, String what, Throwable cause) {
        return new DreamCacherException(FailureCategory.BAD_DATA,
                "The calibration %s cannot be used: %s. Correct it, or remove it to answer exact repeats only."
                        .formatted(place, what),
                cause);
    }

    private record Reader(JsonNode root) {
        Calibration calibration() {
            double version = number(root, "formatVersion");
            if (version != FORMAT_VERSION) {
                throw new IllegalArgumentException("formatVersion must be %d, found %s".formatted(FORMAT_VERSION,
                        root.get("formatVersion")));
            }
            JsonNode encoder = object(root, "encoder");
            JsonNode thresholds = object(root, "thresholds");
            return new Calibration(text(root, "model"),
                    new Calibration.Encoder(text(encoder, "name"), text(encoder, "fingerprint"), pooling(encoder)),
                    new Calibration.Thresholds(number(thresholds, "promptSimilarity"),
                            number(thresholds, "pictureSimilarity")),
                    measured(object(root, "measured")),
                    root.has("words") ? Calibration.Domain.of(List.of(text(root, "words"))) : Calibration.Domain.ANY);
        }

        private Calibration.Measured measured(JsonNode node) {
            return new Calibration.Measured(date(node), text(node, "command"), number(node, "errorBudget"),
                    rates(object(node, "fitted")), rates(object(node, "heldOut")));
        }

        private Calibration.Rates rates(JsonNode node) {
            return new Calibration.Rates(count(node, "right"), count(node, "rightReused"), count(node, "wrong"),
                    count(node, "wrongReused"));
        }

        private LocalDate date(JsonNode node) {
            String text = text(node, "date");
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("date must be a day such as 2026-11-24, found \"" + text + "\"", e);
            }
        }

        private Pooling pooling(JsonNode node) {
            String text = text(node, "pooling");
            return switch (text) {
                case "end" -> Pooling.END;
                case "mean" -> Pooling.MEAN;
                default -> throw new IllegalArgumentException(
                        "pooling must be \"end\" or \"mean\", found \"" + text + "\"");
            };
        }

        private JsonNode object(JsonNode node, String field) {
            return require(node, field, "an object", JsonNode::isObject);
        }

        private String text(JsonNode node, String field) {
            return require(node, field, "text", JsonNode::isString).stringValue();
        }

        private double number(JsonNode node, String field) {
            return require(node, field, "a number", JsonNode::isNumber).doubleValue();
        }

        private long count(JsonNode node, String field) {
            return require(node, field, "a whole number", JsonNode::isIntegralNumber).longValue();
        }

        private static JsonNode require(JsonNode node, String field, String kind,
                Predicate<JsonNode> is) {
            JsonNode value = node.get(field);
            if (value == null || !is.test(value)) {
                throw new IllegalArgumentException(
                        "%s must be %s, found %s".formatted(field, kind, value == null ? "nothing" : value));
            }
            return value;
        }
    }
}
