package io.dreamcacher.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.memory.SearchQuery;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestTextTest {
    private static final GenerationSettings SETTINGS = new GenerationSettings(new ImageSize(8, 8), 1, 1, "ddim");

    /** A high half, a low half, both the wrong way round, one before a whole character, one at the end, NUL. */
    private static final List<String> BROKEN = List.of("\ud83d", "\udc3b", "\udc3b\ud83d", "\ud83d\ud83d\udc3b",
            "a boat \ud83d", "\u0000", "a\u0000boat");

    @Test
    void require_notText_isRefusedWithItsPlace() {
        assertThatThrownBy(() -> RequestText.require("prompt", "a \ud83d boat"))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                .hasMessage("prompt must be whole characters, but holds half of one (the lone surrogate U+D83D) as its "
                        + "character 3. Send both halves, or leave it out.");
        assertThatThrownBy(() -> RequestText.require("prompt", "ab\u0000"))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                .hasMessage(
                        "prompt must not hold the character NUL (U+0000), which no picture's text can keep, but does "
                                + "as its character 3. Leave it out.");
    }

    /** Characters beyond U+FFFF, other control characters, what Unicode calls noncharacters and private ones. */
    @ParameterizedTest
    @ValueSource(strings = {"", "a boat", "\ud83d\udc3b", "\udbff\udfff", "a\tb\nc\r\u000b\u000c\u001b[0m\u007f\u0085",
            "\u0001", "\ufffe\uffff\ufdd0\ufeff", "\ue000", "\u2028\u202e\u200b", "e\u0301"})
    void require_text_isTheSame(String text) {
        assertThat(RequestText.require("prompt", text)).isSameAs(text);
    }

    @Test
    void everyTextFromOutside_notText_isRefused() {
        for (String broken : BROKEN) {
            assertRefused("prompt", () -> GenerationRequest.of(broken, "m", SETTINGS));
            assertRefused("negativePrompt",
                    () -> GenerationRequest.of("a boat", "m", SETTINGS.withNegativePrompt(broken)));
            assertRefused("scheduler", () -> GenerationRequest.of("a boat", "m", SETTINGS.withScheduler(broken)));
            assertRefused("model", () -> GenerationRequest.of("a boat", broken, SETTINGS));
            assertRefused("The text to search for", () -> new SearchQuery.Target.Meaning(broken));
            assertRefused("The text to search for", () -> new SearchQuery.Target.Words(broken));
            assertRefused("model", () -> new SearchQuery(new SearchQuery.Target.Words("a"),
                    Optional.of(broken), Optional.empty(), 1));
        }
    }

    private static void assertRefused(String what, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                .hasMessageStartingWith(what + " must ");
    }
}
