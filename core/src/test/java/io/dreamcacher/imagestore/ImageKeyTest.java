package io.dreamcacher.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Scope;
import io.dreamcacher.generation.GenerationId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageKeyTest {
    @Test
    void of_pathOfAnyKey_isThatKey() {
        Random random = new Random(4);
        Set<String> paths = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            ImageKey key = new ImageKey(new Scope("s-" + random.nextInt(3)), GenerationId.random(random));

            assertThat(ImageKey.of(key.path())).contains(key);
            paths.add(key.path());
        }
        assertThat(paths).hasSize(500);
    }

    /** Somebody else's files in the store are not ours. */
    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//", "public/ab234567abcdefghijkl", "public/xy/ab234567abcdefghijkl",
            "public/ab/ab234567abcdefghijk", "public/ab/ab234567abcdefghijkl.png", "/public/ab/ab234567abcdefghijkl",
            "public/ab/ab234567abcdefghijkl/", "../ab/ab234567abcdefghijkl", "Public/ab/ab234567abcdefghijkl",
            "public/AB/AB234567abcdefghijkl", "public/ab/ab134567abcdefghijkl", "public//ab234567abcdefghijkl"})
    void of_anyOtherPath_isNone(String path) {
        assertThat(ImageKey.of(path)).isEmpty();
    }

    @Test
    void compareTo_isTheOrderOfPaths() {
        Random random = new Random(5);
        List<ImageKey> keys = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            keys.add(new ImageKey(new Scope("s" + random.nextInt(12)), GenerationId.random(random)));
        }

        assertThat(keys.stream().sorted().map(ImageKey::path)).isSorted();
    }
}
