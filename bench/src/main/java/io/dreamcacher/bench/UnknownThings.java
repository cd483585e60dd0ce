package io.dreamcacher.bench;

import io.dreamcacher.bench.PromptPair.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Prompts of things a small model never learned. Two of them differ in nothing but the thing, which no guard without a
 * dictionary can see, so what keeps them apart is similarity alone.
 */
final class UnknownThings {
    private static final List<String> THINGS = List.of("teapot", "wolf", "violin", "samurai", "lamp", "accordion",
            "tractor", "jellyfish", "cathedral", "armchair");
    private static final List<String> SCENES = List.of("a red %s", "a %s on the beach",
            "a blue %s in the snow at sunset",
            "a %s at night", "a big %s in a kitchen");

    private UnknownThings() {}

    /** One row for each thing in each scene. */
    static List<LabelledPrompt> rows() {
        List<LabelledPrompt> rows = new ArrayList<>();
        for (String scene : SCENES) {
            for (String thing : THINGS) {
                rows.add(new LabelledPrompt(scene.formatted(thing), Map.of("object", thing), "unknown", scene, "", "",
                        Set.of("object")));
            }
        }
        return rows;
    }

    /** Every two things in the same scene. */
    static List<PromptPair> pairs(List<LabelledPrompt> rows) {
        List<PromptPair> pairs = new ArrayList<>();
        for (int asked = 0; asked < rows.size(); asked++) {
            for (int stored = 0; stored < rows.size(); stored++) {
                if (asked != stored && rows.get(asked).group().equals(rows.get(stored).group())) {
                    pairs.add(new PromptPair(asked, stored, "unknown thing", Verdict.WRONG));
                }
            }
        }
        return pairs;
    }
}
