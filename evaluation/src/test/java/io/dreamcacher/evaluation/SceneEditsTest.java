package io.dreamcacher.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.datasets.ScenePrompt;
import io.dreamcacher.datasets.ScenePrompts;
import io.dreamcacher.evaluation.SceneEdits.Edit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SceneEditsTest {
    private static final List<ScenePrompt> ROWS = ScenePrompts
            .read(Path.of("..", "models", "postcards", "prompts.csv"));
    private static final ScenePrompt BOAT = new ScenePrompt("a red boat on the sea at sunset, 8k",
            Map.of("object", "boat", "colour", "red", "setting", "sea", "time", "sunset", "object2", "none", "count",
                    "1"),
            "heldout", "g1", "", "", Set.of("object", "colour", "setting", "time"));

    private final SceneEdits edits = new SceneEdits(SceneWords.postcards());

    @ParameterizedTest
    @EnumSource(Edit.class)
    void edited_ofAllRows_isAnsweredByTheOldImageWhereNothingIsSaidThatWasNot(Edit edit) {
        Random random = new Random(1);
        int made = 0;
        for (ScenePrompt row : ROWS) {
            Optional<ScenePrompt> found = edits.edited(row, edit, random);
            if (found.isPresent()) {
                made++;
                assertThat(found.get().isShownBy(row)).as("%s -> %s", row.prompt(), found.get().prompt())
                        .isEqualTo(edit == Edit.REWORD || edit == Edit.RETAIL || edit == Edit.REMOVE);
                assertThat(row.isShownBy(found.get())).as("%s <- %s", row.prompt(), found.get().prompt())
                        .isEqualTo(edit == Edit.REWORD || edit == Edit.RETAIL || edit == Edit.ADD);
                assertThat(found.get().prompt()).doesNotContain("  ", " ,", ",,").doesNotEndWith(",");
            }
        }
        assertThat(made).isGreaterThan(ROWS.size() / 5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            REWORD | a red boat on the sea at dusk, 8k
            REWORD | a scarlet boat on the sea at sunset, 8k
            REWORD | a red yacht on the sea at sunset, 8k
            CHANGE | an orange boat on the sea at sunset, 8k
            CHANGE | a red boat at a pond at sunset, 8k
            REMOVE | a red boat on the sea, 8k
            RETAIL | a red boat on the sea at sunset, smooth, hd
            """)
    void edited_aBoat_canBecome(Edit edit, String prompt) {
        Random random = new Random(5);

        assertThat(Stream.generate(() -> edits.edited(BOAT, edit, random))
                .limit(4_000)
                .flatMap(Optional::stream)
                .map(ScenePrompt::prompt)).contains(prompt);
    }

    @Test
    void edited_aBoat_staysAfloat() {
        Random random = new Random(6);

        assertThat(Stream.generate(() -> edits.edited(BOAT, Edit.CHANGE, random))
                .limit(2_000)
                .flatMap(Optional::stream)
                .filter(one -> "boat".equals(one.scene().get("object")))
                .map(one -> one.scene().getOrDefault("setting", "")))
                .containsOnly("sea", "beach", "lake");
    }

    @Test
    void edited_whatIsSaidOfTwoThings_isLeftAlone() {
        ScenePrompt two = new ScenePrompt("a blue boat and a blue cat",
                Map.of("object", "boat", "colour", "blue", "object2", "cat", "colour2", "blue", "count", "1"),
                "heldout", "g2", "", "", Set.of("colour", "colour2"));

        assertThat(edits.edited(two, Edit.CHANGE, new Random(7))).isEmpty();
    }
}
