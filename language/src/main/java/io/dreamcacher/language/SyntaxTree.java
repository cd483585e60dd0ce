package io.dreamcacher.language;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** The words of a prompt with its syntax: who the subject of a verb is, what is joined to a noun, what is said in the passive. */
final class SyntaxTree {
    private static final Set<String> RELATIVES = Set.of("who", "which", "that");
    private static final int DEEPEST = 8;

    private final List<TaggedWord> words;
    private final Syntax syntax;
    private final List<List<Integer>> dependents = new ArrayList<>();

    SyntaxTree(List<TaggedWord> words, Syntax syntax) {
        this.words = words;
        this.syntax = syntax;
        words.forEach(word -> dependents.add(new ArrayList<>()));
        IntStream.range(0, words.size())
                .filter(place -> syntax.head(place) != Syntax.ROOT)
                .forEach(place -> dependents.get(syntax.head(place)).add(place));
    }

    int size() {
        return words.size();
    }

    TaggedWord word(int place) {
        return words.get(place);
    }

    int head(int place) {
        return syntax.head(place);
    }

    boolean is(int place, Syntax.Function function) {
        return syntax.function(place) == function;
    }

    List<Integer> dependents(int place) {
        return dependents.get(place);
    }

    boolean has(int place, Syntax.Function function) {
        return dependents(place).stream().anyMatch(dependent -> is(dependent, function));
    }

    boolean isNoun(int place) {
        return word(place).is(PartOfSpeech.NOUN) || word(place).is(PartOfSpeech.PRONOUN);
    }

    /** Whether something happens or is said here: a verb, or a form of "be" that says what or where a thing is. */
    boolean isEvent(int place) {
        return word(place).is(PartOfSpeech.VERB) || (word(place).is(PartOfSpeech.AUXILIARY)
                && (has(place, Syntax.Function.SUBJECT) || has(place, Syntax.Function.PREDICATE)
                        || has(place, Syntax.Function.PREPOSITION) || has(place, Syntax.Function.EXPLETIVE)));
    }

    boolean isPassive(int verb) {
        boolean said = has(verb, Syntax.Function.PASSIVE) || has(verb, Syntax.Function.PASSIVE_SUBJECT);
        String text = word(verb).text();
        return said || (is(verb, Syntax.Function.NOUN_CLAUSE) && !text.endsWith("ing")
                && !text.equals(word(verb).lemma()) && !has(verb, Syntax.Function.SUBJECT));
    }

    /** The word and all of its class that are joined to it. */
    List<Integer> joined(int place) {
        List<Integer> all = new ArrayList<>();
        join(place, all);
        return all;
    }

    private void join(int place, List<Integer> all) {
        all.add(place);
        for (int dependent : dependents(place)) {
            boolean same = word(dependent).part() == word(place).part() || (isNoun(dependent) && isNoun(place));
            if (is(dependent, Syntax.Function.CONJUNCT) && same) {
                join(dependent, all);
            }
        }
    }

    /** The nouns a verb is said of. A verb that goes on from another one shares its subject. */
    List<Integer> subjects(int verb) {
        OptionalInt subject = subject(verb, 0);
        if (subject.isEmpty()) {
            return List.of();
        }
        int noun = subject.getAsInt();
        boolean own = is(noun, Syntax.Function.SUBJECT) || is(noun, Syntax.Function.PASSIVE_SUBJECT);
        return (own ? joined(noun) : List.of(noun)).stream().filter(this::isNoun).toList();
    }

    private OptionalInt subject(int verb, int depth) {
        int head = head(verb);
        for (int dependent : dependents(verb)) {
            if (is(dependent, Syntax.Function.SUBJECT) || is(dependent, Syntax.Function.PASSIVE_SUBJECT)) {
                boolean relative = RELATIVES.contains(word(dependent).text());
                return relative ? place(head) : OptionalInt.of(dependent);
            }
        }
        if (is(verb, Syntax.Function.NOUN_CLAUSE)) {
            return place(head);
        }
        boolean goesOn = is(verb, Syntax.Function.CONJUNCT) || is(verb, Syntax.Function.CLAUSE)
                || is(verb, Syntax.Function.OTHER);
        if (!goesOn || head == Syntax.ROOT || depth == DEEPEST) {
            return OptionalInt.empty();
        }
        boolean event = word(head).is(PartOfSpeech.VERB) || word(head).is(PartOfSpeech.AUXILIARY);
        return event ? subject(head, depth + 1) : isNoun(head) ? OptionalInt.of(head) : OptionalInt.empty();
    }

    private static OptionalInt place(int head) {
        return head == Syntax.ROOT ? OptionalInt.empty() : OptionalInt.of(head);
    }
}
