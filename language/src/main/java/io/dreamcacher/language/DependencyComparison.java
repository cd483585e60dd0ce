package io.dreamcacher.language;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/** Which dependencies of an asked prompt a stored prompt keeps, leaves open, or gives to other words. */
final class DependencyComparison {
    private final ParsedPrompt asked;
    private final ParsedPrompt stored;
    private final Map<EnglishFeature, Integer> counts = new EnumMap<>(EnglishFeature.class);

    private DependencyComparison(ParsedPrompt asked, ParsedPrompt stored) {
        this.asked = asked;
        this.stored = stored;
    }

    static Map<EnglishFeature, Integer> counts(ParsedPrompt asked, ParsedPrompt stored) {
        DependencyComparison comparison = new DependencyComparison(asked, stored);
        asked.dependencies().forEach(comparison::look);
        return comparison.counts;
    }

    private void look(Dependency wanted) {
        if (stored.dependencies().contains(wanted)) {
            switch (wanted.kind()) {
                case BINDING -> add(EnglishFeature.BINDING_KEPT);
                case PLACE -> add(EnglishFeature.PLACE_KEPT);
                case AGENT, PATIENT -> {
                } // kept roles tell nothing that the others do not
            }
        } else if (stored.says(wanted.head()) && stored.says(wanted.dependent())) {
            unkept(wanted);
        }
    }

    private void unkept(Dependency wanted) {
        boolean other = isSomethingElses(wanted);
        add(switch (wanted.kind()) {
            case BINDING -> other ? EnglishFeature.BINDING_OTHER : EnglishFeature.BINDING_OPEN;
            case AGENT, PATIENT -> other ? EnglishFeature.ROLE_OTHER : EnglishFeature.ROLE_OPEN;
            case PLACE -> other ? EnglishFeature.PLACE_OTHER : EnglishFeature.PLACE_OPEN;
        });
        if (isTaken(wanted, true) && isTaken(wanted, false)) {
            add(EnglishFeature.EXCHANGED);
        }
        Dependency reversed = wanted.reversed();
        if (wanted.kind() != Dependency.Kind.BINDING && !wanted.label().equals("near") && isNew(reversed)) {
            add(EnglishFeature.REVERSED);
        }
    }

    private boolean isSomethingElses(Dependency wanted) {
        return switch (wanted.kind()) {
            case BINDING -> any(wanted, (want, have) -> have.kind() == want.kind() && sameDependentOnly(want, have));
            case AGENT, PATIENT -> stored.dependencies().contains(wanted.reversed())
                    || any(wanted, (want, have) -> have.kind() == want.kind() && sameHeadOnly(want, have));
            case PLACE -> stored.dependencies().contains(wanted.reversed()) || any(wanted,
                    (want, have) -> have.kind() == want.kind()
                            && have.label().equals(want.label())
                            && (sameHeadOnly(want, have) || sameDependentOnly(want, have)));
        };
    }

    /** Whether one of the two words goes, in the stored prompt only, with another word that the asked prompt has too. */
    private boolean isTaken(Dependency wanted, boolean head) {
        return any(wanted, (want, have) -> {
            boolean comparable = switch (want.kind()) {
                case BINDING, PLACE -> have.kind() == want.kind();
                case AGENT, PATIENT -> head ? have.kind() == want.kind() : have.kind() != Dependency.Kind.BINDING;
            };
            return comparable && isNew(have)
                    && (head
                            ? sameHeadOnly(want, have) && asked.says(have.dependent())
                            : sameDependentOnly(want, have) && asked.says(have.head()));
        });
    }

    private boolean isNew(Dependency have) {
        return stored.dependencies().contains(have) && !asked.dependencies().contains(have);
    }

    private boolean any(Dependency wanted, BiPredicate<Dependency, Dependency> test) {
        Set<Dependency> all = stored.dependencies();
        return all.stream().anyMatch(have -> test.test(wanted, have));
    }

    private static boolean sameHeadOnly(Dependency want, Dependency have) {
        return have.head().equals(want.head()) && !have.dependent().equals(want.dependent());
    }

    private static boolean sameDependentOnly(Dependency want, Dependency have) {
        return have.dependent().equals(want.dependent()) && !have.head().equals(want.head());
    }

    private void add(EnglishFeature feature) {
        counts.merge(feature, 1, Integer::sum);
    }
}
