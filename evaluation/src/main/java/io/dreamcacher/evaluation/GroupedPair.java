package io.dreamcacher.evaluation;

import io.dreamcacher.gate.Contrast;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A labelled pair and where its prompts come from.
 *
 * @param pair the pair
 * @param families of both prompts: what is fitted on pairs of a family says nothing of the others of it
 * @param probe whether it differs in nothing but what it contrasts, and only asks whether a model hears that
 */
public record GroupedPair(LabelledPair pair, Set<String> families, boolean probe) {
    /** Keeps a copy. */
    public GroupedPair {
        families = Set.copyOf(families);
    }

    /** A pair to fit on. */
    public GroupedPair(LabelledPair pair, Set<String> families) {
        this(pair, families, false);
    }

    /** A pair of one family; one that is wrong by what it contrasts is a probe. */
    static GroupedPair of(LabelledPair pair, String family) {
        boolean contrasts = Contrast.between(pair.asked(), pair.stored()).findAny().isPresent();
        return new GroupedPair(pair, Set.of(family), !pair.same() && contrasts);
    }

    /** Labelled pairs, of one family where they share a prompt or are linked by others that do. */
    public static List<GroupedPair> all(List<LabelledPair> pairs) {
        List<String> names = Families.names(pairs);
        return IntStream.range(0, pairs.size())
                .mapToObj(place -> of(pairs.get(place), names.get(place)))
                .toList();
    }
}
