package io.dreamcacher.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelledPairsTest {
    private static final String PLACE = "pairs.jsonl, line 7";

    @Test
    void labelled_wholeLine_isRead() {
        assertThat(LabelledPairs.labelled(
                "{\"a\": \"a cat\", \"b\": \"a kitten é\", \"label\": \"different\", \"kind\": \"object\", \"more\": 1}",
                PLACE)).isEqualTo(new LabelledPair("a cat", "a kitten é", false, "object"));
    }

    @Test
    void labelled_withoutAKind_isOfTheOneKind() {
        assertThat(LabelledPairs.labelled("{\"a\":\"\",\"b\":\"\",\"label\":\"same\"}", PLACE))
                .isEqualTo(new LabelledPair("", "", true, "all"));
    }

    @Test
    void pair_withoutALabel_isRead() {
        assertThat(LabelledPairs.pair("{\"a\":\"a cat\",\"b\":\"a dog\"}", PLACE))
                .isEqualTo(new LabelledPairs.Pair("a cat", "a dog"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "", "a cat,a dog", "[\"a\",\"b\"]", "3", "null", "{\"a\":\"x\",\"b\":}", "{\"a\":\"x"})
    void pair_brokenLine_isRefusedWithItsPlace(String line) {
        assertThatThrownBy(() -> LabelledPairs.pair(line, PLACE))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        failure -> assertThat(failure.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                .hasMessageStartingWith(PLACE + ": a line must be one JSON object");
        assertThatThrownBy(() -> LabelledPairs.labelled(line, PLACE)).hasMessageStartingWith(PLACE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
            "{\"b\":\"x\",\"label\":\"same\"} | \"a\" must be a text, found none",
            "{\"a\":\"x\",\"label\":\"same\"} | \"b\" must be a text, found none",
            "{\"a\":\"x\",\"b\":\"y\"} | \"label\" must be a text, found none",
            "{\"a\":1,\"b\":\"y\",\"label\":\"same\"} | \"a\" must be a text, found NUMBER",
            "{\"a\":\"x\",\"b\":null,\"label\":\"same\"} | \"b\" must be a text, found NULL",
            "{\"a\":\"x\",\"b\":\"y\",\"label\":true} | \"label\" must be a text, found BOOLEAN"})
    void labelled_missingField_isRefusedByName(String line, String message) {
        assertThatThrownBy(() -> LabelledPairs.labelled(line, PLACE)).isInstanceOf(DreamCacherException.class)
                .hasMessageStartingWith(PLACE + ": " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Same", "1", "", "similar", " same"})
    void labelled_wrongLabel_isRefusedWithBothWords(String label) {
        assertThatThrownBy(
                () -> LabelledPairs.labelled("{\"a\":\"x\",\"b\":\"y\",\"label\":\"%s\"}".formatted(label), PLACE))
                .hasMessageStartingWith(
                        PLACE + ": label must be \"same\" or \"different\", found \"%s\"".formatted(label));
    }
}
