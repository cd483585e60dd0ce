package io.dreamcacher.diffusion.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubNameTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CompVis/stable-diffusion-v1-4         | CompVis/stable-diffusion-v1-4 |              | main
            a/b@fp16                              | a/b                           |              | fp16
            a/b@refs/pr/7                         | a/b                           |              | refs/pr/7
            a/b/style.safetensors                 | a/b                           | style.safetensors   | main
            a/b/x/y.safetensors@v1.0              | a/b                           | x/y.safetensors     | v1.0
            """)
    void parse_name_hasItsParts(String text, String repository, String file, String revision) {
        assertThat(HubName.parse(text))
                .isEqualTo(new HubName(repository, Optional.ofNullable(file), revision, Optional.empty()));
        assertThat(HubName.parse(text)).hasToString(text);
        assertThat(HubName.looksLikeOne(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "name", "a/", "/b", "./b", "../b", "a/..", "a/b/../c", "a/b@../../x", "a/b@", "a--b/c",
            "a/b.git", "a b/c", "/tmp/models/sd", "a/b//c", "-a/b", "a/b-", "a/b@x..y", "a/b/c\u0000d"})
    void parse_noName_saysSo(String text) {
        assertThatThrownBy(() -> HubName.parse(text)).isInstanceOf(DreamCacherException.class);
    }

    @Test
    void looksLikeOne_pathsOfFiles_areNone() {
        assertThat(HubName.looksLikeOne("./models/sd")).isFalse();
        assertThat(HubName.looksLikeOne("/models/sd")).isFalse();
        assertThat(HubName.looksLikeOne("C:\\models\\sd")).isFalse();
        assertThat(HubName.looksLikeOne("sd")).isFalse();
    }

    @Test
    void withVariant_noWord_isRefused() {
        assertThatThrownBy(() -> HubName.parse("a/b").withVariant("../fp16")).hasMessageContaining("../fp16");
    }
}
