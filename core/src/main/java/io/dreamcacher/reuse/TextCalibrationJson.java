package io.dreamcacher.reuse;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A {@link TextCalibration} as a JSON document, format version 2. */
public final class TextCalibrationJson {
    private static final int FORMAT_VERSION = 2;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private TextCalibrationJson() {}

    private record Document(int formatVersion, TextCalibration calibration) {}

    /**
     * Reads a calibration.
     *
     * @param place where the document is, for messages
     * @throws DreamCacherException with BAD_DATA, naming the place and what is wrong
     */
    public static TextCalibration read(String document, String place) {
        try {
            Document read = JSON.readValue(document, Document.class);
            if (read.formatVersion() != FORMAT_VERSION) {
                throw bad(place, "formatVersion must be %d, found %d".formatted(FORMAT_VERSION, read.formatVersion()));
            }
            return read.calibration();
        } catch (JacksonException e) {
            throw bad(place, "it must be a JSON object of that form; found otherwise: " + e.getOriginalMessage());
        }
    }

    /** Writes a calibration. */
    public static String write(TextCalibration calibration) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(new Document(FORMAT_VERSION, calibration))
                + "\n";
    }

    private static DreamCacherException bad(String place, String what) {
        return new DreamCacherException(FailureCategory.BAD_DATA,
                "The text calibration %s cannot be used: %s. Make it again, or remove it.".formatted(place, what));
    }
}
