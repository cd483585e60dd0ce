package io.dreamcacher.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class PairRulesTest {
    private final PairRules rules = PairRules.usual();

    private Map<String, String> wrong(String prompt) {
        return rules.pairs(prompt, 1)
                .stream()
                .filter(pair -> !pair.pair().same())
                .collect(Collectors.toMap(pair -> pair.pair().kind(), pair -> pair.pair().asked()));
    }

    private Set<String> right(String prompt) {
        return rules.pairs(prompt, 1)
                .stream()
                .filter(pair -> pair.pair().same())
                .map(pair -> pair.pair().asked())
                .collect(Collectors.toSet());
    }

    @Test
    void pairs_colourPlaceAndTime_eachIsExchangedByItself() {
        Map<String, String> wrong = wrong("a red car in the forest at sunset");

        assertThat(wrong).containsOnlyKeys("colour", "vehicle", "place", "time");
        assertThat(wrong.get("colour")).matches("an? [\\w-]+ car in the forest at sunset").doesNotContain("red");
        assertThat(wrong.get("time")).startsWith("a red car in the forest ").doesNotContain("sunset");
    }

    @Test
    void pairs_reworded_keepWhatIsSaid() {
        assertThat(right("a red car in the forest at sunset")).hasSizeGreaterThan(2)
                .allMatch(said -> said.matches(".*(red|crimson|scarlet).*") && said.matches(".*(forest|woods).*")
                        && said.matches(".*(sunset|dusk|sundown).*") && said.matches(".*(car|automobile).*"));
    }

    @Test
    void pairs_twoColours_areSwapped() {
        assertThat(wrong("a blue table and an orange cake")).containsEntry("swap", "an orange table and a blue cake");
    }

    @Test
    void pairs_twoThings_areMirrored() {
        assertThat(right("a yellow vase and a lamp in a library"))
                .anyMatch(said -> said.matches("a lamp and a (yellow|lemon-yellow) vase in a library"));
    }

    @Test
    void pairs_withAThing_areAskedWithoutIt() {
        assertThat(wrong("a chef with a yellow hat")).containsEntry("negation", "a chef without a yellow hat");
    }

    @Test
    void pairs_whatAModelMayNotHear_areProbes() {
        List<GroupedPair> probes = rules.contrasts("a photo of a man");

        assertThat(probes).extracting(pair -> pair.pair().kind()).containsExactlyInAnyOrder("medium", "sex", "age");
        assertThat(probes).allMatch(GroupedPair::probe).noneMatch(pair -> pair.pair().same());
    }

    @Test
    void pairs_again_areTheSame() {
        assertThat(rules.pairs("two red cats by the lake", 5)).isEqualTo(rules.pairs("two red cats by the lake", 5));
    }

    @Test
    void pairs_oddPrompts_areNoTrouble() {
        for (String prompt : List.of("", " ", "$1", "一只猫", "a".repeat(100_000), "a\nb", "red red red and red")) {
            assertThat(rules.pairs(prompt, 1)).as(prompt).allMatch(pair -> pair.pair().stored().equals(prompt));
        }
    }

    @Test
    void ordinaryPrompts_areManyAndDiffer() {
        List<String> prompts = PairRules.ordinaryPrompts();

        assertThat(prompts).hasSize(300);
        assertThat(new HashSet<>(prompts)).hasSize(300);
        assertThat(prompts).allMatch(prompt -> rules.pairs(prompt, 1).stream().anyMatch(pair -> pair.pair().same())
                && rules.pairs(prompt, 1).stream().anyMatch(pair -> !pair.pair().same()));
    }
}
