package io.dreamcacher.language;

/**
 * A word of a prompt.
 *
 * @param text in lower case
 * @param part its class
 * @param lemma its dictionary form
 */
record TaggedWord(String text, PartOfSpeech part, String lemma) {
    boolean is(PartOfSpeech other) {
        return part == other;
    }

    boolean endsSentence() {
        return part == PartOfSpeech.PUNCTUATION && ".;!?".contains(text);
    }
}
