package io.dreamcacher.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Which dependencies of an asked prompt a stored prompt keeps, has no words for, or gives to other words. */
final class DependencyComparison {
    private final ParsedPrompt asked;
    private final ParsedPrompt stored;

    private DependencyComparison(ParsedPrompt asked, ParsedPrompt stored) {
        this.asked = asked;
        this.stored = stored;
    }

    /** Puts how many there are of each group and finding, by the names of {@link Finding#features}. */
    static void count(ParsedPrompt asked, ParsedPrompt stored, Map<String, Double> values) {
        DependencyComparison comparison = new DependencyComparison(asked, stored);
        Finding.features().forEach(feature -> values.put(feature.name(), 0.0));
        for (Dependency wanted : asked.structure().dependencies()) {
            Finding.Group group = Finding.Group.of(wanted.kind());
            comparison.find(wanted).forEach(finding -> values.merge(finding.in(group), 1.0, Double::sum));
        }
    }

    /** How many pairs of things that both prompts have are joined in one of them only. */
    static int apart(ParsedPrompt asked, ParsedPrompt stored) {
        List<String> things = new ArrayList<>(asked.structure().things());
        things.retainAll(stored.structure().things());
        int apart = 0;
        for (int i = 0; i < things.size(); i++) {
            for (int j = i + 1; j < things.size(); j++) {
                boolean joined = asked.structure().joins(things.get(i), things.get(j));
                apart += joined == stored.structure().joins(things.get(i), things.get(j)) ? 0 : 1;
            }
        }
        return apart;
    }

    private List<Finding> find(Dependency wanted) {
        PromptStructure have = stored.structure();
        if (!stored.says(wanted.head()) || !stored.says(wanted.dependent())) {
            return List.of(Finding.WORDLESS);
        }
        if (have.dependencies().contains(wanted)) {
            return List.of(Finding.KEPT);
        }
        List<Dependency> between = have.dependencies()
                .stream()
                .filter(dependency -> dependency.joins(wanted.head(), wanted.dependent()))
                .toList();
        if (between.stream().anyMatch(dependency -> isReversed(wanted, dependency))) {
            return List.of(Finding.REVERSED);
        }
        if (between.stream().anyMatch(wanted::hasSameHead)) {
            return List.of(Finding.ELSEWHERE);
        }
        return between.isEmpty() ? apart(wanted) : List.of();
    }

    private static boolean isReversed(Dependency wanted, Dependency have) {
        boolean sameHead = wanted.head().equals(have.head());
        return switch (wanted.kind()) {
            case BINDING, ACTS_ON -> have.kind() == wanted.kind() && !sameHead;
            case PLACE -> have.kind() == wanted.kind() && !sameHead && !wanted.isMutual() && !have.isMutual();
            case AGENT -> have.kind() == Dependency.Kind.PATIENT && sameHead;
            case PATIENT -> have.kind() == Dependency.Kind.AGENT && sameHead;
        };
    }

    private List<Finding> apart(Dependency wanted) {
        List<Finding> found = new ArrayList<>();
        if (any(have -> wanted.hasSameDependent(have) && isNew(have) && asked.says(have.head()))) {
            found.add(Finding.OTHER_HEAD);
        }
        if (any(have -> wanted.hasSameHead(have) && isNew(have) && asked.says(have.dependent()))) {
            found.add(Finding.OTHER_DEPENDENT);
        }
        return found;
    }

    private boolean any(Predicate<Dependency> test) {
        return stored.structure().dependencies().stream().anyMatch(test);
    }

    /** Whether the asked prompt has no dependency of this kind between these words. */
    private boolean isNew(Dependency have) {
        return asked.structure()
                .dependencies()
                .stream()
                .noneMatch(wanted -> wanted.hasSameHead(have) && wanted.dependent().equals(have.dependent()));
    }
}
