package io.dreamcacher.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {
    @ParameterizedTest
    @CsvSource({"kitten, sitting, 3", "'', '', 0", "'', abc, 3", "abc, '', 3", "euler, eulre, 2", "flaw, lawn, 2",
            "sunday, saturday, 3", "karras, karas, 1", "a, b, 1"})
    void between_knownPairs(String from, String to, int distance) {
        assertThat(EditDistance.between(from, to)).isEqualTo(distance);
        assertThat(EditDistance.between(to, from)).isEqualTo(distance);
    }

    @Test
    void between_textsOfAFewEdits_isNoMoreThanThose() {
        Random random = new Random(9);
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder("dpmpp-2m-karras");
            int edits = random.nextInt(4);
            for (int j = 0; j < edits; j++) {
                int place = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(place);
                    case 1 -> text.insert(place, 'q');
                    default -> text.setCharAt(place, 'z');
                }
            }
            assertThat(EditDistance.between("dpmpp-2m-karras", text.toString())).isLessThanOrEqualTo(edits);
        }
    }
}
