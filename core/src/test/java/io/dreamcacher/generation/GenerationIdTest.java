package io.dreamcacher.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationIdTest {
    @Test
    void random_ids_useEverySignAndAreNames() {
        Random random = new Random(1);
        Set<GenerationId> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(GenerationId.random(random));
        }

        assertThat(ids).hasSize(1_000).allMatch(id -> GenerationId.isOne(id.value()));
        assertThat(ids.stream().flatMapToInt(id -> id.value().chars()).boxed().collect(Collectors.toSet())).hasSize(32);
    }

    /** It becomes a file's name and a part of an address. */
    @ParameterizedTest
    @ValueSource(strings = {"", "ab234567abcdefghijk", "ab234567abcdefghijklm", "AB234567abcdefghijkl",
            "ab134567abcdefghijkl", "../4567abcdefghijkl", "ab234567abcdefghijkl\n", "ab234567abcdefghij%6b"})
    void new_anythingElse_isASentence(String text) {
        assertThatThrownBy(() -> new GenerationId(text))
                .hasMessage(
                        "The id of a picture is 20 characters of a-z and 2-7, but \"%s\" was given.".formatted(text))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST));
    }

    @Test
    void identity_keysThatAreNone_areRefused() {
        assertThatThrownBy(() -> new RequestIdentity("a".repeat(64), "b".repeat(63)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
