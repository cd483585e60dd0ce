package io.dreamcacher.language;

import java.util.List;

/**
 * What a parser looks at before it decides, as numbers that stand for templates filled in: words, classes and endings around the top of
 * the stack and the next word, and what was attached to them (after Zhang and Nivre 2011). Not thread-safe.
 */
final class ParserFeatures {
    /** How many there are of every state. */
    static final int COUNT = 58;

    private static final long FNV = 0x100000001b3L;
    private static final long START = 0xcbf29ce484222325L;
    private static final long MIX = 0x9e3779b97f4a7c15L;
    private static final int SHIFT = 29;
    private static final int FAR = 6;
    private static final int MANY = 3;

    private final long[] words;
    private final long[] classes;
    private final long[] found = new long[COUNT];
    private int count;

    ParserFeatures(List<TaggedWord> sentence) {
        words = sentence.stream().mapToLong(word -> hash(word.text())).toArray();
        classes = sentence.stream().mapToLong(ParserFeatures::wordClass).toArray();
    }

    /** The features of a state; the array is used again. */
    long[] of(ParserState state) {
        count = 0;
        int s0 = state.stacked(0);
        int s1 = state.stacked(1);
        int s2 = state.stacked(2);
        int b0 = state.coming(0);
        int b1 = state.coming(1);
        int b2 = state.coming(2);
        singles(s0, s1, s2, b0, b1, b2);
        pairs(s0, s1, b0, b1);
        triples(s0, s1, s2, b0, b1, b2);
        attached(state, s0, s1, b0);
        return found;
    }

    private void singles(int... places) {
        for (int place : places) {
            add(word(place));
            add(kind(place));
        }
    }

    private void pairs(int s0, int s1, int b0, int b1) {
        add(word(s0), kind(s0));
        add(word(s1), kind(s1));
        add(word(b0), kind(b0));
        add(word(s0), word(b0));
        add(word(s0), kind(b0));
        add(kind(s0), word(b0));
        add(kind(s0), kind(b0));
        add(word(s1), word(s0));
        add(word(s1), kind(s0));
        add(kind(s1), word(s0));
        add(kind(s1), kind(s0));
        add(word(s1), word(b0));
        add(kind(s1), word(b0));
        add(kind(b0), kind(b1));
        add(word(b0), kind(b1));
        add(kind(b0), word(b1));
    }

    private void triples(int s0, int s1, int s2, int b0, int b1, int b2) {
        add(kind(s0), kind(b0), kind(b1));
        add(kind(b0), kind(b1), kind(b2));
        add(kind(s1), kind(s0), kind(b0));
        add(kind(s2), kind(s1), kind(s0));
        add(word(s0), kind(b0), kind(b1));
        add(kind(s1), word(s0), kind(b0));
        add(kind(s1), kind(s0), word(b0));
        add(word(s1), kind(s0), kind(b0));
        add(word(s1), word(s0), kind(b0));
    }

    private void attached(ParserState state, int s0, int s1, int b0) {
        int s0l = state.leftmost(s0);
        int s0r = state.rightmost(s0);
        int s1r = state.rightmost(s1);
        int s1l = state.leftmost(s1);
        int b0l = state.leftmost(b0);
        add(kind(s0), kind(s0l), kind(b0));
        add(kind(s0), kind(s0r), kind(b0));
        add(kind(s1), kind(s1r), kind(s0));
        add(kind(s1), kind(s1l), kind(s0));
        add(kind(s0), kind(b0l), kind(b0));
        add(word(s1), word(s0), word(s0r));
        add(kind(s1), word(s0), word(s0r));
        add(word(s1), word(s0), kind(s0r));
        add(word(s0), word(s0r), word(b0));
        add(kind(s0), state.function(s0l), state.function(s0r), kind(b0));
        add(kind(s1), state.function(s1l), state.function(s1r), kind(s0));
        add(word(s1), state.function(s1r), kind(s0));
        add(word(s0), state.function(s0r), kind(b0));
        add(kind(b0), state.function(b0l), kind(s0));
        add(word(s0), Math.min(state.rightCount(s0), MANY));
        add(kind(s0), Math.min(state.rightCount(s0), MANY), Math.min(state.leftCount(s0), MANY));
        add(kind(s1), Math.min(state.rightCount(s1), MANY), kind(s0));
        add(kind(b0), Math.min(state.leftCount(b0), MANY));
        add(kind(s0), kind(b0), distance(s0, b0));
        add(kind(s1), kind(s0), distance(s1, s0));
        add(word(s0), distance(s0, b0));
    }

    private static long distance(int left, int right) {
        return left == ParserState.NONE || right == ParserState.NONE ? 0 : 1 + Math.min(right - left, FAR);
    }

    private long word(int place) {
        return place == ParserState.NONE ? 1 : words[place];
    }

    private long kind(int place) {
        return place == ParserState.NONE ? 1 : classes[place];
    }

    private void add(long... values) {
        long hash = START ^ count;
        for (long value : values) {
            hash = (hash ^ value) * MIX;
            hash ^= hash >>> SHIFT;
        }
        found[count++] = hash;
    }

    /** The class, of verbs and nouns with the ending, which tells participles and plurals. */
    @SuppressWarnings("EnumOrdinal") // a model knows classes by their places
    private static long wordClass(TaggedWord word) {
        String text = word.text();
        int ending = switch (word.part()) {
            case VERB, ADJECTIVE, AUXILIARY ->
                text.endsWith("ing") ? 1 : text.endsWith("ed") || text.endsWith("en") ? 2 : text.endsWith("s") ? 3 : 0;
            case NOUN -> text.endsWith("s") ? 1 : 0;
            case PUNCTUATION -> text.charAt(0);
            case ADVERB, NUMBER, PREPOSITION, CONJUNCTION, DETERMINER, PRONOUN, OTHER -> 0;
        };
        return 2 + word.part().ordinal() + ((long) ending << 8);
    }

    private static long hash(String text) {
        long hash = START;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV;
        }
        return hash;
    }
}
