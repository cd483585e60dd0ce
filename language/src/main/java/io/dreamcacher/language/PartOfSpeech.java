package io.dreamcacher.language;

/** The word classes of Universal Dependencies that matter here; all others are {@link #OTHER}. */
enum PartOfSpeech {
    NOUN, VERB, ADJECTIVE, ADVERB, NUMBER, PREPOSITION, AUXILIARY, CONJUNCTION, DETERMINER, PRONOUN, PUNCTUATION, OTHER;

    /** The class of a tag of Universal Dependencies. */
    static PartOfSpeech of(String tag) {
        return switch (tag) {
            case "NOUN", "PROPN" -> NOUN;
            case "VERB" -> VERB;
            case "ADJ" -> ADJECTIVE;
            case "ADV" -> ADVERB;
            case "NUM" -> NUMBER;
            case "ADP" -> PREPOSITION;
            case "AUX" -> AUXILIARY;
            case "CCONJ", "SCONJ" -> CONJUNCTION;
            case "DET" -> DETERMINER;
            case "PRON" -> PRONOUN;
            case "PUNCT" -> PUNCTUATION;
            default -> OTHER;
        };
    }

    /** Whether words of this class name things, qualities, numbers or events. */
    boolean isContent() {
        return this == NOUN || this == VERB || this == ADJECTIVE || this == ADVERB || this == NUMBER;
    }
}
