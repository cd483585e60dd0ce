package io.dreamcacher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.bench.PromptPair.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromptPairsTest {
    private static final List<LabelledPrompt> ROWS = List.of(
            row("a red boat", "g0", "", Map.of("object", "boat", "colour", "red"), Set.of("object", "colour")),
            row("a crimson yacht", "g0", "", Map.of("object", "boat", "colour", "red"), Set.of("object", "colour")),
            row("a blue boat", "g0n0", "a red boat", Map.of("object", "boat", "colour", "blue"),
                    Set.of("object", "colour")),
            row("a boat", "g1", "", Map.of("object", "boat", "colour", "red"), Set.of("object")),
            row("two boats", "g2", "", Map.of("object", "boat", "count", "2"), Set.of("object", "count")));

    @Test
    void all_ofAGroup_areRightBothWays() {
        assertThat(pairs()).contains(new PromptPair(0, 1, PromptPair.PARAPHRASE, Verdict.RIGHT),
                new PromptPair(1, 0, PromptPair.PARAPHRASE, Verdict.RIGHT));
    }

    @Test
    void all_nearMiss_isWrongAgainstTheWholeGroup() {
        assertThat(pairs()).filteredOn(pair -> pair.kind().equals("colour"))
                .containsExactlyInAnyOrder(
                        new PromptPair(2, 0, "colour", Verdict.WRONG), new PromptPair(0, 2, "colour", Verdict.WRONG),
                        new PromptPair(2, 1, "colour", Verdict.WRONG), new PromptPair(1, 2, "colour", Verdict.WRONG));
    }

    @Test
    void all_storedPromptThatSaysMore_isEither() {
        assertThat(pairs()).contains(new PromptPair(3, 0, PromptPair.NEIGHBOUR, Verdict.EITHER),
                new PromptPair(0, 3, PromptPair.NEIGHBOUR, Verdict.WRONG));
    }

    @Test
    void all_numberLeftUnsaid_isOne() {
        assertThat(pairs()).contains(new PromptPair(3, 4, PromptPair.NEIGHBOUR, Verdict.WRONG),
                new PromptPair(4, 3, PromptPair.NEIGHBOUR, Verdict.WRONG));
    }

    @Test
    void searches_knowWhatIsParaphraseAndNearMiss() {
        List<PromptPair> first = new PromptPairs(ROWS).searches(4, PromptPairsTest::similarity).getFirst();

        assertThat(first).containsExactly(new PromptPair(0, 1, PromptPair.PARAPHRASE, Verdict.RIGHT),
                new PromptPair(0, 2, PromptPair.NEIGHBOUR, Verdict.WRONG),
                new PromptPair(0, 3, PromptPair.NEIGHBOUR, Verdict.WRONG),
                new PromptPair(0, 4, PromptPair.NEIGHBOUR, Verdict.WRONG));
    }

    @Test
    void read_postcardsPrompts_hasEveryRow() throws IOException {
        List<LabelledPrompt> rows = PromptSet.read(Path.of("..", "models", "postcards", "prompts.csv"));

        assertThat(rows).hasSize(3000);
        assertThat(rows.getFirst().prompt()).isEqualTo("a person surfing");
        assertThat(rows.getFirst().scene()).containsEntry("object", "surfer").containsEntry("count", "1");
        assertThat(rows).filteredOn(LabelledPrompt::isNearMiss).hasSize(1197);
    }

    private static List<PromptPair> pairs() {
        return new PromptPairs(ROWS).all(4, PromptPairsTest::similarity);
    }

    /** Nearer in the list is nearer. */
    private static double similarity(int asked, int stored) {
        return 1.0 / (1 + Math.abs(asked - stored));
    }

    private static LabelledPrompt row(String prompt, String group, String nearMissOf, Map<String, String> scene,
            Set<String> named) {
        return new LabelledPrompt(prompt, scene, "train", group, nearMissOf, nearMissOf.isEmpty() ? "" : "colour",
                named);
    }
}
