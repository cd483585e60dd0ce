package io.dreamcacher.access;

/** What a caller may do in the scopes of an {@link Access}. */
public enum Right {
    /** Be answered from memory, look at what is remembered, search it and be offered its prompts. */
    READ("read this memory"),
    /** Have images made and remembered, and say of an answer that it was not what was wanted. */
    WRITE("have images made or remembered"),
    /** Delete images the same caller had made. */
    DELETE_OWN("delete images they had made themselves"),
    /** Delete anybody's images, judge for everybody, and look after the memory as a whole. */
    ADMINISTER("look after the memory as a whole");

    private final String phrase;

    Right(String phrase) {
        this.phrase = phrase;
    }

    /** What it allows, after "may". */
    String phrase() {
        return phrase;
    }
}
