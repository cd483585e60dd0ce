package io.dreamcacher.evaluation;

import io.dreamcacher.datasets.ScenePrompt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;

/**
 * The pairs of prompts whose scenes are known, each in both directions: paraphrases of one group; near misses against every
 * prompt of the group they miss; and what a nearest-neighbour search over all of them brings up beside those, which is wrong
 * where the stored prompt does not say all that the asked one does. What says the same or more in another group is left out.
 */
public final class ScenePairs {
    private static final String PARAPHRASE = "paraphrase";
    private static final String NEIGHBOUR = "neighbour";
    private static final String MORE = "more";

    private final List<ScenePrompt> rows;
    private final Map<String, List<ScenePrompt>> groups = new HashMap<>();
    private final Map<String, String> groupByPrompt = new HashMap<>();
    private final List<GroupedPair> pairs = new ArrayList<>();
    private final Set<List<String>> known = new HashSet<>();

    private ScenePairs(List<ScenePrompt> rows) {
        this.rows = List.copyOf(rows);
        for (ScenePrompt row : rows) {
            groups.computeIfAbsent(row.group(), key -> new ArrayList<>()).add(row);
            groupByPrompt.put(row.prompt(), row.group());
        }
    }

    /**
     * All pairs.
     *
     * @param k neighbours looked at for each prompt
     * @param similarity cosine of two prompts
     */
    public static List<GroupedPair> of(List<ScenePrompt> rows, int k, ToDoubleBiFunction<String, String> similarity) {
        ScenePairs found = new ScenePairs(rows);
        found.addParaphrases();
        found.addNearMisses();
        found.addNeighbours(k, similarity);
        return found.pairs;
    }

    /**
     * Prompts that ask for more than the stored one says, which no two rows do that lie near each other: the bundled model's words for a time
     * of day, put into rows that name none. Its image may show it all the same, by chance, so these are wrong.
     *
     * @param rows the stored prompts
     * @param seed of the words that are chosen
     */
    public static List<GroupedPair> asksForMore(List<ScenePrompt> rows, long seed) {
        SceneEdits edits = new SceneEdits(SceneWords.postcards());
        List<GroupedPair> pairs = new ArrayList<>();
        for (ScenePrompt row : rows) {
            edits.edited(row, SceneEdits.Edit.ADD, new Random(seed ^ row.prompt().hashCode()))
                    .filter(more -> !more.isShownBy(row))
                    .ifPresent(more -> pairs.add(new GroupedPair(
                            new LabelledPair(more.prompt(), row.prompt(), false, MORE), Set.of(family(row)))));
        }
        return pairs;
    }

    /** "g0001" of "g0001" and of its near misses, "g0001n0" and so on. */
    public static String family(ScenePrompt row) {
        int nearMiss = row.group().indexOf('n');
        return nearMiss < 0 ? row.group() : row.group().substring(0, nearMiss);
    }

    private void addParaphrases() {
        for (List<ScenePrompt> group : groups.values()) {
            for (ScenePrompt asked : group) {
                group.stream()
                        .filter(stored -> !stored.equals(asked))
                        .forEach(stored -> add(asked, stored, true, PARAPHRASE));
            }
        }
    }

    private void addNearMisses() {
        for (ScenePrompt miss : rows) {
            String missed = groupByPrompt.getOrDefault(miss.nearMissOf(), "");
            for (ScenePrompt other : miss.isNearMiss()
                    ? groups.getOrDefault(missed, List.of())
                    : List.<ScenePrompt>of()) {
                add(miss, other, false, miss.nearMissKind());
                add(other, miss, false, miss.nearMissKind());
            }
        }
    }

    private void addNeighbours(int k, ToDoubleBiFunction<String, String> similarity) {
        record Near(ScenePrompt row, double similarity) {}
        for (ScenePrompt asked : rows) {
            rows.stream()
                    .filter(stored -> !stored.group().equals(asked.group()))
                    .map(stored -> new Near(stored, similarity.applyAsDouble(asked.prompt(), stored.prompt())))
                    .sorted(Comparator.comparingDouble(Near::similarity).reversed())
                    .limit(k)
                    .map(Near::row)
                    .filter(stored -> !asked.isShownBy(stored))
                    .forEach(stored -> add(asked, stored, false, NEIGHBOUR));
        }
    }

    private void add(ScenePrompt asked, ScenePrompt stored, boolean same, String kind) {
        if (known.add(List.of(asked.prompt(), stored.prompt()))) {
            pairs.add(new GroupedPair(new LabelledPair(asked.prompt(), stored.prompt(), same, kind),
                    new HashSet<>(List.of(family(asked), family(stored)))));
        }
    }
}
