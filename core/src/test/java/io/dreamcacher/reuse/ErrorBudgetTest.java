package io.dreamcacher.reuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorBudgetTest {
    @ParameterizedTest
    @CsvSource({"0.5%, 0.005, 0.5%", "0.005, 0.005, 0.5%", "1 %, 0.01, 1%", "0, 0, 0%", "50%, 0.5, 50%",
            ".5%, 0.005, 0.5%",
            "0.5, 0.5, 50%", "0.03%, 0.0003, 0.03%", "1.%, 0.01, 1%"})
    void parse_shareOrPercent_isTheShare(String text, double share, String printed) {
        assertThat(ErrorBudget.parse(text).share()).isEqualTo(share);
        assertThat(ErrorBudget.parse(text)).hasToString(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "half", "-1%", "1e-3", "0,5%", "1%%", "NaN", "0x1", "5 percent"})
    void parse_noNumber_isRefusedWithBothSpellings(String text) {
        assertThatThrownBy(() -> ErrorBudget.parse(text)).isInstanceOfSatisfying(DreamCacherException.class,
                e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                .hasMessageContaining("0.5%")
                .hasMessageContaining("0.005")
                .hasMessageContaining("\"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"50.1%", "0.51", "1", "5", "100%", "999999999"})
    void parse_outOfRange_isRefused(String text) {
        assertThatThrownBy(() -> ErrorBudget.parse(text)).hasMessageContaining("from 0 to 50 %");
    }

    @Test
    void parse_percentWithoutItsSign_saysHowToWriteIt() {
        assertThatThrownBy(() -> ErrorBudget.parse("1")).hasMessageContaining("1%");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.01, 0.500001, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void share_outOfRange_isRefused(double share) {
        assertThatThrownBy(() -> new ErrorBudget(share)).isInstanceOf(DreamCacherException.class);
    }

    @Test
    void toString_ofAny_isReadAgain() {
        Random random = new Random(20261130);
        for (int i = 0; i < 10_000; i++) {
            ErrorBudget budget = new ErrorBudget(random.nextInt(50_001) / 100_000.0);
            assertThat(ErrorBudget.parse(budget.toString())).isEqualTo(budget);
        }
        assertThat(new ErrorBudget(-0.0)).isEqualTo(ErrorBudget.parse("0"));
    }
}
