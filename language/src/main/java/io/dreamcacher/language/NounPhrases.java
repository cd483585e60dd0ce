package io.dreamcacher.language;

import java.util.Arrays;
import java.util.List;

/**
 * Which noun each word of a noun phrase belongs to: the last of "a small red fire engine". Words between a determiner and a
 * noun belong to it, a participle ("a burning house") too.
 */
final class NounPhrases {
    private static final int NONE = -1;

    private final List<TaggedWord> words;
    private final int[] head;

    NounPhrases(List<TaggedWord> words) {
        this.words = words;
        this.head = new int[words.size()];
        Arrays.fill(head, NONE);
        for (int start = 0; start < head.length;) {
            start = phrase(start);
        }
    }

    /** Whether the word at a place is in a noun phrase. */
    boolean contains(int place) {
        return head[place] != NONE;
    }

    /** The place of the noun that the word at a place belongs to, itself if it is one. */
    int headOf(int place) {
        return head[place];
    }

    private int phrase(int start) {
        int end = start;
        int noun = NONE;
        while (end < words.size() && belongs(start, end)) {
            noun = words.get(end).is(PartOfSpeech.NOUN) ? end : noun;
            end++;
        }
        if (noun == NONE) {
            return start + 1;
        }
        Arrays.fill(head, start, noun + 1, noun);
        return noun + 1;
    }

    private boolean belongs(int start, int place) {
        return switch (words.get(place).part()) {
            case NOUN, ADJECTIVE, NUMBER -> true;
            case VERB -> isParticipleOf(place) && (place == start
                    ? follows(place, PartOfSpeech.DETERMINER)
                    : follows(place, PartOfSpeech.DETERMINER) || follows(place, PartOfSpeech.ADJECTIVE));
            case CONJUNCTION -> place > start && words.get(place).text().equals("and")
                    && follows(place, PartOfSpeech.ADJECTIVE) && precedes(place, PartOfSpeech.ADJECTIVE);
            case ADVERB, PREPOSITION, AUXILIARY, DETERMINER, PRONOUN, PUNCTUATION, OTHER -> false;
        };
    }

    private boolean isParticipleOf(int place) {
        String text = words.get(place).text();
        return (text.endsWith("ed") || text.endsWith("ing")) && precedes(place, PartOfSpeech.NOUN);
    }

    private boolean follows(int place, PartOfSpeech part) {
        return place > 0 && words.get(place - 1).is(part);
    }

    private boolean precedes(int place, PartOfSpeech part) {
        return place + 1 < words.size() && words.get(place + 1).is(part);
    }
}
