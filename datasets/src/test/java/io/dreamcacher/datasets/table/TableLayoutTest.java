package io.dreamcacher.datasets.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableLayoutTest {
    @Test
    void separator_wordsAndCharacters_areRead() {
        assertThat(TableLayout.separator("tab")).isEqualTo('\t');
        assertThat(TableLayout.separator("comma")).isEqualTo(',');
        assertThat(TableLayout.separator("semicolon")).isEqualTo(';');
        assertThat(TableLayout.separator("|")).isEqualTo('|');
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", ";;"})
    void separator_ofNoOrManyCharacters_isRefused(String text) {
        assertThatThrownBy(() -> TableLayout.separator(text)).hasMessageContaining("one character")
                .hasMessageContaining("\"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(chars = {'"', '\n', '\r', 'a', '1', '\0', '\ud83d'})
    void layout_separatorThatFieldsAreMadeOf_isRefused(char separator) {
        assertThatThrownBy(() -> new TableLayout(Optional.empty(), Optional.of(separator)))
                .hasMessageContaining("no field is made of");
    }
}
