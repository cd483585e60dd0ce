package io.dreamcacher.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LiteralsTest {
    private final Guard guard = new Guard();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"the bus at 6 am | the bus at 6 pm", "a #ff0000 square | a #0000ff square",
            "1,000 candles | 2,000 candles", "50% off | 70% off", "a clock at 12:30 | a clock at 12:45",
            "a sign | a sign of 1984"})
    void difference_otherFigures_isFound(String asked, String stored) {
        assertThat(guard.difference(asked, stored)).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1,000 candles | 1000 candles", "at 6 AM | at 6 a.m", "at 6:00 pm | at 6pm",
            "#FF0000 | #ff0000",
            "50 % grey | 50% grey", "a cat, 8k | a cat", "3 dogs | three dogs"})
    void difference_sameFigures_isNotFound(String asked, String stored) {
        assertThat(guard.difference(asked, stored)).isEmpty();
    }
}
