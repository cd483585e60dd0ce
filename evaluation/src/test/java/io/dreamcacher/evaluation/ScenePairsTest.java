package io.dreamcacher.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.datasets.ScenePrompt;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ScenePairsTest {
    private static final List<ScenePrompt> ROWS = List.of(
            row("a red boat", "g0", "", Map.of("object", "boat", "colour", "red"), Set.of("object", "colour")),
            row("a crimson yacht", "g0", "", Map.of("object", "boat", "colour", "red"), Set.of("object", "colour")),
            row("a blue boat", "g0n0", "a red boat", Map.of("object", "boat", "colour", "blue"),
                    Set.of("object", "colour")),
            row("a boat", "g1", "", Map.of("object", "boat", "colour", "red"), Set.of("object")),
            row("two boats", "g2", "", Map.of("object", "boat", "count", "2"), Set.of("object", "count")));

    private static List<LabelledPair> pairs(int k) {
        return ScenePairs.of(ROWS, k, ScenePairsTest::similarity).stream().map(GroupedPair::pair).toList();
    }

    @Test
    void of_aGroup_isRightBothWays() {
        assertThat(pairs(4)).contains(new LabelledPair("a red boat", "a crimson yacht", true, "paraphrase"),
                new LabelledPair("a crimson yacht", "a red boat", true, "paraphrase"));
    }

    @Test
    void of_nearMiss_isWrongAgainstTheWholeGroup() {
        assertThat(pairs(0)).filteredOn(pair -> pair.kind().equals("colour"))
                .containsExactlyInAnyOrder(new LabelledPair("a blue boat", "a red boat", false, "colour"),
                        new LabelledPair("a red boat", "a blue boat", false, "colour"),
                        new LabelledPair("a blue boat", "a crimson yacht", false, "colour"),
                        new LabelledPair("a crimson yacht", "a blue boat", false, "colour"));
    }

    @Test
    void of_storedPromptThatSaysMore_isLeftOut() {
        assertThat(pairs(4)).contains(new LabelledPair("a red boat", "a boat", false, "neighbour"))
                .noneMatch(pair -> pair.asked().equals("a boat") && pair.stored().equals("a red boat"));
    }

    @Test
    void of_numberLeftUnsaid_isOne() {
        assertThat(pairs(4)).contains(new LabelledPair("a boat", "two boats", false, "neighbour"),
                new LabelledPair("two boats", "a boat", false, "neighbour"));
    }

    @Test
    void of_nearMissAndItsGroup_areOneFamily() {
        assertThat(ScenePairs.of(ROWS, 0, ScenePairsTest::similarity))
                .allMatch(pair -> pair.families().equals(Set.of("g0")));
    }

    @Test
    void asksForMore_rowsThatNameNoTime_areAskedForAtOne() {
        List<GroupedPair> more = ScenePairs.asksForMore(ROWS, 1);

        assertThat(more).hasSameSizeAs(ROWS).allSatisfy(pair -> {
            assertThat(pair.pair().same()).isFalse();
            assertThat(pair.pair().asked()).startsWith(pair.pair().stored()).isNotEqualTo(pair.pair().stored());
        });
        assertThat(more).isEqualTo(ScenePairs.asksForMore(ROWS, 1));
    }

    /** Nearer in the list is nearer. */
    private static double similarity(String asked, String stored) {
        List<String> prompts = ROWS.stream().map(ScenePrompt::prompt).toList();
        return 1.0 / (1 + Math.abs(prompts.indexOf(asked) - prompts.indexOf(stored)));
    }

    private static ScenePrompt row(String prompt, String group, String nearMissOf, Map<String, String> scene,
            Set<String> named) {
        return new ScenePrompt(prompt, scene, "train", group, nearMissOf, nearMissOf.isEmpty() ? "" : "colour", named);
    }
}
