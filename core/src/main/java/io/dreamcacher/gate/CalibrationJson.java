package io.dreamcacher.gate;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** A {@link Calibration} as a JSON document, format version 2; version 1 held two thresholds of cosines. */
public final class CalibrationJson {
    private static final int FORMAT_VERSION = 2;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private CalibrationJson() {}

    private record Document(int formatVersion, Calibration calibration) {}

    /**
     * Reads a calibration.
     *
     * @param place where the document is, for messages
     * @throws DreamCacherException with BAD_DATA, naming the place and what is wrong
     */
    public static Calibration read(String document, String place) {
        try {
            JsonNode root = JSON.readTree(document);
            JsonNode version = root.get("formatVersion");
            if (version == null || !version.isIntegralNumber() || version.intValue() != FORMAT_VERSION) {
                throw bad(place, "formatVersion must be %d, found %s".formatted(FORMAT_VERSION,
                        version == null ? "nothing" : version));
            }
            return JSON.treeToValue(root, Document.class).calibration();
        } catch (JacksonException e) {
            throw bad(place, "it must be a JSON object of that form; found otherwise: " + e.getOriginalMessage());
        }
    }

    /** Writes a calibration. */
    public static String write(Calibration calibration) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(new Document(FORMAT_VERSION, calibration))
                + "\n";
    }

    private static DreamCacherException bad(String place, String what) {
        return new DreamCacherException(FailureCategory.BAD_DATA,
                "The calibration %s cannot be used: %s. Make it again with `dreamcacher calibrate`, or remove it to go by what the prompts say."
                        .formatted(place, what));
    }
}
