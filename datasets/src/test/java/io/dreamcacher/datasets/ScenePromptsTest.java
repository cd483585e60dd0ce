package io.dreamcacher.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScenePromptsTest {
    private static final Path POSTCARDS = Path.of("..", "models", "postcards", "prompts.csv");

    @TempDir
    private Path folder;

    @Test
    void read_postcardsPrompts_hasEveryRow() {
        List<ScenePrompt> rows = ScenePrompts.read(POSTCARDS);

        assertThat(ScenePrompts.isOne(POSTCARDS)).isTrue();
        assertThat(rows).hasSize(3000);
        assertThat(rows.getFirst().prompt()).isEqualTo("a person surfing");
        assertThat(rows.getFirst().scene()).containsEntry("object", "surfer").containsEntry("count", "1");
        assertThat(rows).filteredOn(ScenePrompt::isNearMiss).hasSize(1197);
    }

    @ParameterizedTest
    @ValueSource(strings = {"prompt\na cat\n", "prompt,scene_json\na cat,{\n", ""})
    void read_otherFiles_saysWhichIsNone(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("other.csv"), content);

        assertThat(ScenePrompts.isOne(file)).isFalse();
        if (!content.isEmpty()) {
            assertThatThrownBy(() -> ScenePrompts.read(file)).isInstanceOf(DreamCacherException.class)
                    .hasMessageContaining("other.csv");
        }
    }

    @Test
    void read_noFile_isNotFound() {
        assertThatThrownBy(() -> ScenePrompts.read(folder.resolve("none.csv")))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.NOT_FOUND));
    }
}
