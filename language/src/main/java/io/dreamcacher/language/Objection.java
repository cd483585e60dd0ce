package io.dreamcacher.language;

import java.util.Optional;
import java.util.Set;

/**
 * Why two prompts' texts alone must not decide that an image of the one answers the other, however alike they are: most of the words of "a
 * pig" and "a pig face" are the same, and a verifier that learnt from captions of whole scenes takes one for the other.
 */
final class Objection {
    /** A prompt of so many clauses is a list, in which each asks for something. */
    private static final int LIST = 3;

    private final ParsedPrompt asked;
    private final ParsedPrompt stored;

    private Objection(ParsedPrompt asked, ParsedPrompt stored) {
        this.asked = asked;
        this.stored = stored;
    }

    /** A sentence that quotes both prompts' words; empty where there is none. */
    static Optional<String> find(ParsedPrompt asked, ParsedPrompt stored) {
        Objection objection = new Objection(asked, stored);
        return objection.otherThing().or(objection::missingClause);
    }

    /**
     * A single thing is asked for, and it is there, but as a part, a place or a quality of something that is not asked for. Of prompts that
     * say more than one thing there is enough for the verifier to go by.
     */
    private Optional<String> otherThing() {
        if (!isBare(asked)) {
            return Optional.empty();
        }
        Set<String> wanted = asked.structure().shown();
        Set<String> had = stored.structure().shown();
        boolean there = wanted.stream().anyMatch(stored::says);
        boolean unasked = !had.isEmpty() && had.stream().noneMatch(asked::says)
                && had.stream().noneMatch(thing -> wanted.stream().anyMatch(other -> isRelated(other, thing)));
        return there && unasked
                ? Optional.of("A picture of \"%s\" is asked for, and the remembered one is of \"%s\"."
                        .formatted(String.join(", ", wanted), String.join(", ", had)))
                : Optional.empty();
    }

    /** Whether it says of no thing where it is, with what, or what happens. */
    private static boolean isBare(ParsedPrompt prompt) {
        return prompt.clauses().size() == 1
                && prompt.structure()
                        .dependencies()
                        .stream()
                        .allMatch(dependency -> dependency.kind() == Dependency.Kind.BINDING);
    }

    private boolean isRelated(String wanted, String had) {
        return asked.meanings()
                .meaning(wanted)
                .filter(want -> stored.meanings().meaning(had).filter(want::isRelated).isPresent())
                .isPresent();
    }

    /** A list leaves something out. */
    private Optional<String> missingClause() {
        return asked.clauses().size() < LIST
                ? Optional.empty()
                : asked.clauses()
                        .stream()
                        .filter(clause -> !clause.lemmas().isEmpty()
                                && clause.lemmas().stream().noneMatch(this::isSaid))
                        .findFirst()
                        .map(clause -> "\"%s\" is asked for, and the remembered prompt says nothing of it."
                                .formatted(clause.text()));
    }

    private boolean isSaid(String lemma) {
        return stored.says(lemma) || asked.meanings()
                .meaning(lemma)
                .filter(wanted -> !wanted.isRelated(stored.meanings().of(wanted.part())))
                .isEmpty();
    }
}
