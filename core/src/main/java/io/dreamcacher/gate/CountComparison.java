package io.dreamcacher.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether both prompts count alike, in either direction: "a boat" says one, so a remembered image of two boats does
 * not answer it.
 */
final class CountComparison {
    /** Nouns whose plural says nothing of number: "in the woods", "overcast skies". */
    private static final Set<String> NUMBERLESS = Set.of("wood", "sky", "water", "cloud", "colour", "color", "light",
            "sand", "wave", "detail", "shadow", "flower", "field");

    private final PromptReading asked;
    private final PromptReading stored;

    CountComparison(PromptReading asked, PromptReading stored) {
        this.asked = asked;
        this.stored = stored;
    }

    Optional<Difference> find() {
        List<Count> left = new ArrayList<>(stored.counts());
        List<Count> open = new ArrayList<>();
        for (Count want : asked.counts()) {
            List<Count> same = left.stream().filter(have -> have.noun().sameHead(want.noun())).toList();
            Optional<Count> match = same.stream()
                    .filter(want::compatible)
                    .findFirst()
                    .or(() -> left.stream()
                            .filter(have -> have.noun().overlaps(want.noun()) && have.compatible(want))
                            .findFirst());
            if (match.isPresent()) {
                left.remove(match.get());
            } else if (!same.isEmpty()) {
                return Optional.of(contradiction(want.written(), same.getFirst().written()));
            } else {
                open.add(want);
            }
        }
        return findUncounted(open, stored, true)
                .or(() -> findUncounted(left, asked, false))
                .or(() -> findInOrder(open.stream().filter(Count::isSeveral).toList(),
                        left.stream().filter(count -> count.isSeveral() && !counts(count, asked)).toList()));
    }

    /** Counted in one prompt, spoken of without a number in the other. */
    private static Optional<Difference> findUncounted(List<Count> counts, PromptReading other, boolean wanted) {
        for (Count count : counts) {
            if (!counts(count, other)) {
                continue;
            }
            boolean plural = other.isPlural(count.noun().head());
            boolean numberLeftOpen = (plural && !wanted) || numberless(count);
            if ((count.isSeveral() && !numberLeftOpen) || (!count.isSeveral() && plural && !numberless(count))) {
                String without = plural ? "several" : "one";
                return Optional.of(wanted
                        ? contradiction(count.written(), without)
                        : contradiction(without, count.written()));
            }
        }
        return Optional.empty();
    }

    private static boolean numberless(Count count) {
        return NUMBERLESS.contains(count.noun().head());
    }

    private static boolean counts(Count count, PromptReading other) {
        return !count.noun().isEmpty() && other.things().contains(count.noun().head());
    }

    /** Different nouns, perhaps synonyms: the numbers above one must be the same in the same order. */
    private static Optional<Difference> findInOrder(List<Count> open, List<Count> left) {
        for (int i = 0; i < Math.max(open.size(), left.size()); i++) {
            if (i >= open.size()) {
                return Optional.of(contradiction("one", left.get(i).written()));
            }
            if (i >= left.size()) {
                return Optional.of(new Difference(Difference.Kind.NUMBER,
                        "The number differs: \"%s\" is asked for, the remembered prompt names no such number."
                                .formatted(open.get(i).written())));
            }
            if (!open.get(i).compatible(left.get(i))) {
                return Optional.of(contradiction(open.get(i).written(), left.get(i).written()));
            }
        }
        return Optional.empty();
    }

    private static Difference contradiction(String want, String have) {
        return new Difference(Difference.Kind.NUMBER,
                "The number differs: \"%s\" is asked for, the remembered picture is of \"%s\".".formatted(want, have));
    }
}
