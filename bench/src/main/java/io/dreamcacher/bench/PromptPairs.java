package io.dreamcacher.bench;

import io.dreamcacher.bench.PromptPair.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;

/**
 * The pairs of a split, each in both directions: paraphrases of one group; near misses against every prompt of the group
 * they miss; and what a nearest-neighbour search over the split brings up beside those.
 */
final class PromptPairs {
    private final List<LabelledPrompt> rows;
    private final Map<String, List<Integer>> groups = new HashMap<>();
    private final Map<String, String> groupByPrompt = new HashMap<>();

    PromptPairs(List<LabelledPrompt> rows) {
        this.rows = List.copyOf(rows);
        for (int i = 0; i < rows.size(); i++) {
            groups.computeIfAbsent(rows.get(i).group(), key -> new ArrayList<>()).add(i);
            groupByPrompt.put(rows.get(i).prompt(), rows.get(i).group());
        }
    }

    /**
     * All pairs.
     *
     * @param k neighbours looked at for each prompt
     * @param similarity cosine of two rows' prompts, by index
     */
    List<PromptPair> all(int k, ToDoubleBiFunction<Integer, Integer> similarity) {
        List<PromptPair> pairs = new ArrayList<>(paraphrases());
        pairs.addAll(nearMisses());
        Set<List<Integer>> known = new HashSet<>();
        pairs.forEach(pair -> known.add(List.of(pair.asked(), pair.stored())));
        for (int asked = 0; asked < rows.size(); asked++) {
            for (int stored : nearest(asked, k, similarity)) {
                if (!known.contains(List.of(asked, stored))) {
                    pairs.add(new PromptPair(asked, stored, PromptPair.NEIGHBOUR, verdict(asked, stored)));
                }
            }
        }
        return pairs;
    }

    private List<PromptPair> paraphrases() {
        List<PromptPair> pairs = new ArrayList<>();
        for (List<Integer> group : groups.values()) {
            for (int asked : group) {
                for (int stored : group) {
                    if (asked != stored) {
                        pairs.add(new PromptPair(asked, stored, PromptPair.PARAPHRASE, Verdict.RIGHT));
                    }
                }
            }
        }
        return pairs;
    }

    private List<PromptPair> nearMisses() {
        List<PromptPair> pairs = new ArrayList<>();
        for (int miss = 0; miss < rows.size(); miss++) {
            LabelledPrompt row = rows.get(miss);
            if (!row.isNearMiss()) {
                continue;
            }
            String missed = groupByPrompt.getOrDefault(row.nearMissOf(), "");
            for (int other : groups.getOrDefault(missed, List.of())) {
                pairs.add(new PromptPair(miss, other, row.nearMissKind(), Verdict.WRONG));
                pairs.add(new PromptPair(other, miss, row.nearMissKind(), Verdict.WRONG));
            }
        }
        return pairs;
    }

    private List<Integer> nearest(int asked, int k, ToDoubleBiFunction<Integer, Integer> similarity) {
        return nearest(asked, similarity).stream()
                .filter(stored -> !rows.get(stored).group().equals(rows.get(asked).group()))
                .limit(k)
                .toList();
    }

    /** Every other row, nearest first. */
    private List<Integer> nearest(int asked, ToDoubleBiFunction<Integer, Integer> similarity) {
        record Near(int row, double similarity) {}
        return IntStream.range(0, rows.size())
                .filter(stored -> stored != asked)
                .mapToObj(stored -> new Near(stored, similarity.applyAsDouble(asked, stored)))
                .sorted(Comparator.comparingDouble(Near::similarity).reversed())
                .map(Near::row)
                .toList();
    }

    /** What a search over all other rows brings up for each, nearest first. */
    List<List<PromptPair>> searches(int k, ToDoubleBiFunction<Integer, Integer> similarity) {
        return IntStream.range(0, rows.size())
                .mapToObj(asked -> nearest(asked, similarity).stream()
                        .limit(k)
                        .map(stored -> pair(asked, stored))
                        .toList())
                .toList();
    }

    private PromptPair pair(int asked, int stored) {
        if (rows.get(asked).group().equals(rows.get(stored).group())) {
            return new PromptPair(asked, stored, PromptPair.PARAPHRASE, Verdict.RIGHT);
        }
        boolean nearMiss = misses(asked, stored) || misses(stored, asked);
        return new PromptPair(asked, stored, PromptPair.NEIGHBOUR, nearMiss ? Verdict.WRONG : verdict(asked, stored));
    }

    private boolean misses(int miss, int base) {
        return rows.get(base).group().equals(groupByPrompt.get(rows.get(miss).nearMissOf()));
    }

    private Verdict verdict(int asked, int stored) {
        return rows.get(asked).isShownBy(rows.get(stored)) ? Verdict.EITHER : Verdict.WRONG;
    }
}
