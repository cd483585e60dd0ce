package io.dreamcacher.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.GenerationId;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GenerationCursorTest {
    private static final GenerationId ID = new GenerationId("ab234567abcdefghijkl");

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-30T10:43:29.123Z", "2026-11-30T10:43:29Z", "1969-12-31T23:59:59.999Z",
            "-0001-01-01T00:00:00Z", "+292278994-08-17T07:12:55.807Z"})
    void parse_whatWasWritten_isTheSamePlace(String time) {
        GenerationCursor place = new GenerationCursor(Instant.parse(time), ID);

        assertThat(GenerationCursor.parse(place.toString())).isEqualTo(place);
    }

    @Test
    void parse_finerThanAMillisecond_isCut() {
        assertThat(GenerationCursor.parse("2026-11-30T10:43:29.123999999Z_" + ID))
                .isEqualTo(new GenerationCursor(Instant.parse("2026-11-30T10:43:29.123Z"), ID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_", "yesterday", "2026-11-30T10:43:29.123Z", "2026-11-30T10:43:29.123Z_",
            "2026-11-30T10:43:29.123Z_boat", "_ab234567abcdefghijkl", "ab234567abcdefghijkl",
            "2026-11-30_ab234567abcdefghijkl", "+1000000000-12-31T23:59:59Z_ab234567abcdefghijkl",
            "-1000000000-01-01T00:00:00Z_ab234567abcdefghijkl"})
    void parse_anythingElse_isABadRequest(String text) {
        assertThatThrownBy(() -> GenerationCursor.parse(text)).isInstanceOf(DreamCacherException.class)
                .hasMessage("before must be what an earlier list gave as next, but \"%s\" was given.", text)
                .extracting(failure -> ((DreamCacherException) failure).category())
                .isEqualTo(FailureCategory.BAD_REQUEST);
    }
}
