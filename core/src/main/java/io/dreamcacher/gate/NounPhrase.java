package io.dreamcacher.gate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The thing a word speaks about, as far as it can be told without a parser: the run of content words beside it.
 *
 * @param lemmas words of the run in order, singular; the last is the head; empty when the word stands alone
 */
record NounPhrase(List<String> lemmas) {
    private static final Set<String> LINKS = Set.of("in", "coloured", "colored", "painted", "is", "are", "being", "all",
            "of", "on", "at", "to", "the", "that");

    private static final int LONGEST = 6;

    NounPhrase {
        lemmas = List.copyOf(lemmas);
    }

    boolean isEmpty() {
        return lemmas.isEmpty();
    }

    String head() {
        return lemmas.isEmpty() ? "" : lemmas.getLast();
    }

    /** Whether both heads are the same noun, written in one word or two. */
    boolean sameHead(NounPhrase other) {
        return !isEmpty() && !other.isEmpty()
                && (head().equals(other.head()) || joined().equals(other.head()) || head().equals(other.joined()));
    }

    /** Whether one's head is among the other's words. */
    boolean overlaps(NounPhrase other) {
        return !isEmpty() && !other.isEmpty() && (lemmas.contains(other.head()) || other.lemmas.contains(head()));
    }

    private String joined() {
        return String.join("", lemmas.subList(Math.max(0, lemmas.size() - 2), lemmas.size()));
    }

    /** What a modifier of one or more words speaks about: the run after it, else the one before it and its link. */
    static NounPhrase of(List<Token> tokens, int first, int next) {
        NounPhrase after = after(tokens, next);
        return after.isEmpty() ? before(tokens, first) : after;
    }

    /** The run that starts at a word, articles skipped. */
    static NounPhrase after(List<Token> tokens, int next) {
        List<String> run = new ArrayList<>();
        for (int i = next; i < tokens.size() && run.size() < LONGEST; i++) {
            Token token = tokens.get(i);
            if ((token.startsClause() && i > 0) || !token.isContent() || isVerbAfterPlural(tokens, i, next)) {
                break;
            }
            run.add(token.lemma());
        }
        while (run.size() > 1 && run.getLast().endsWith("ing")) {
            run.removeLast();
        }
        return new NounPhrase(run);
    }
    /** "people riding waves": the waves are not what "people" counts. */
    private static boolean isVerbAfterPlural(List<Token> tokens, int index, int first) {
        return index > first && tokens.get(index).word().endsWith("ing") && tokens.get(index - 1).isPlural();
    }

    /** The run that ends before a word, skipping what links a noun to a quality said after it. */
    static NounPhrase before(List<Token> tokens, int end) {
        int i = end - 1;
        while (i >= 0 && LINKS.contains(tokens.get(i).word()) && !tokens.get(i + 1).startsClause()) {
            i--;
        }
        List<String> run = new ArrayList<>();
        while (i >= 0 && !tokens.get(i + 1).startsClause() && tokens.get(i).isContent() && run.size() < LONGEST) {
            run.add(tokens.get(i).lemma());
            i--;
        }
        Collections.reverse(run);
        while (run.size() > 1 && run.getLast().endsWith("ing")) {
            run.removeLast();
        }
        return new NounPhrase(run);
    }
}
