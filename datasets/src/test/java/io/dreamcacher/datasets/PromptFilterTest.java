package io.dreamcacher.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PromptFilterTest {
    @Test
    void test_ofShortPrompts_leavesThemOut() {
        PromptFilter filter = new PromptFilter(3, false);
        assertThat(Stream.of("ab ", "abc", "", "⛵🏳⛵", "🏳🏳").filter(filter)).containsExactly("abc", "⛵🏳⛵");
        assertThat(filter.tooShort()).isEqualTo(3);
    }

    @Test
    void test_ofDuplicates_keepsTheFirst() {
        PromptFilter filter = new PromptFilter(0, true);
        assertThat(Stream.of("A red boat", "a red, boat!", "a blue boat", "!!!", "???", "!!!").filter(filter))
                .containsExactly("A red boat", "a blue boat", "!!!", "???");
        assertThat(filter.duplicates()).isEqualTo(2);
    }

    @Test
    void test_withoutTheWish_leavesOutOnlyWhatIsEqual() {
        PromptFilter filter = new PromptFilter(0, false);
        assertThat(Stream.of("a cat", "A cat", "a cat", "a, cat", "a cat").filter(filter)).containsExactly("a cat",
                "A cat", "a, cat");
        assertThat(filter.duplicates()).isEqualTo(2);
    }

    @Test
    void test_ofManyPrompts_agreesWithASetOfTexts() {
        PromptFilter filter = new PromptFilter(0, true);
        Set<Integer> seen = new HashSet<>();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 100_000; i++) {
            int number = random.nextInt(60_000);
            assertThat(filter.test("picture " + number)).isEqualTo(seen.add(number));
        }
    }

    @Test
    void negativeLength_isRefused() {
        assertThatThrownBy(() -> new PromptFilter(-1, true)).hasMessage("the minimum length is 0 or more, found -1");
    }
}
