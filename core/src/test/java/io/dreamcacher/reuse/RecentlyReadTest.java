package io.dreamcacher.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentlyReadTest {
    private final List<String> read = new ArrayList<>();
    private final RecentlyRead<Integer> lengths = new RecentlyRead<>(2);

    private int length(String text) {
        return lengths.get(text, one -> {
            read.add(one);
            return one.length();
        });
    }

    @Test
    void get_textReadBefore_isNotReadAgain() {
        assertThat(length("boat")).isEqualTo(4);
        assertThat(length("boat")).isEqualTo(4);
        assertThat(read).containsExactly("boat");
    }

    @Test
    void get_moreThanAreKept_longestUnusedIsReadAgain() {
        length("boat");
        length("sea");
        length("boat");
        length("sunset");
        length("boat");
        length("sea");
        assertThat(read).containsExactly("boat", "sea", "sunset", "sea");
    }
}
