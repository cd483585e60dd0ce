package io.dreamcacher.gate;

import java.util.Locale;

/**
 * One word of a prompt.
 *
 * @param word as {@link #plain} makes it
 * @param lemma lower case, singular
 * @param written as the caller wrote it
 * @param startsClause whether punctuation, or nothing, stands before it
 * @param startsSentence whether an end of sentence, or nothing, stands before it
 * @param hyphenated whether a hyphen joins it to the word before
 */
record Token(String word, String lemma, String written, boolean startsClause, boolean startsSentence,
        boolean hyphenated) {
    /** A word in lower case, its apostrophes plain. */
    static String plain(String written) {
        return written.toLowerCase(Locale.ROOT).replace('’', '\'');
    }

    boolean isContent() {
        return !English.isFunctionWord(word);
    }

    Token startingClause() {
        return new Token(word, lemma, written, true, startsSentence, false);
    }

    boolean isPlural() {
        return !lemma.equals(word);
    }
}
