package io.dreamcacher.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether both prompts leave out the same things. Strict in both directions: nobody can list every word for a thing, so
 * a remembered "without boats" cannot be told from a contradiction of "beside a yacht".
 */
final class NegationComparison {
    private NegationComparison() {}

    static Optional<Difference> find(PromptReading asked, PromptReading stored) {
        List<NounPhrase> left = new ArrayList<>(stored.words().negations().phrases());
        for (NounPhrase want : asked.words().negations().phrases()) {
            Optional<NounPhrase> match = left.stream().filter(have -> same(want, have)).findFirst();
            if (match.isEmpty()) {
                return Optional.of(new Difference(Difference.Kind.NEGATION,
                        "It is asked for without \"%s\", and the remembered prompt does not say so."
                                .formatted(said(want))));
            }
            left.remove(match.get());
        }
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(new Difference(Difference.Kind.NEGATION,
                        "The remembered picture is without \"%s\", which is not asked for."
                                .formatted(said(left.getFirst()))));
    }

    private static boolean same(NounPhrase want, NounPhrase have) {
        int shorter = Math.min(want.lemmas().size(), have.lemmas().size());
        int longer = Math.max(want.lemmas().size(), have.lemmas().size());
        return want.equals(have) || (want.sameHead(have) && shorter == 1 && longer <= 2);
    }

    private static String said(NounPhrase phrase) {
        return phrase.isEmpty() ? "it" : String.join(" ", phrase.lemmas());
    }
}
