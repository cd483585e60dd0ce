package io.dreamcacher.language;

/**
 * That one word of a prompt depends on another.
 *
 * @param head dictionary form of the word it depends on
 * @param kind how
 * @param label which of its kind: the preposition, else empty
 * @param dependent dictionary form of the word that depends
 */
record Dependency(String head, Kind kind, String label, String dependent) {
    /** How a word depends on another. */
    enum Kind {
        /** A quality, a number or a noun that says more about a noun. */
        BINDING,
        /** Who does it. */
        AGENT,
        /** To whom or to what it is done. */
        PATIENT,
        /** Where one thing is to another, or what goes with it. */
        PLACE
    }

    static Dependency binding(String noun, String quality) {
        return new Dependency(noun, Kind.BINDING, "", quality);
    }

    static Dependency agent(String verb, String noun) {
        return new Dependency(verb, Kind.AGENT, "", noun);
    }

    static Dependency patient(String verb, String noun) {
        return new Dependency(verb, Kind.PATIENT, "", noun);
    }

    static Dependency place(String head, String preposition, String noun) {
        return new Dependency(head, Kind.PLACE, preposition, noun);
    }

    /** The same with the two words, or the two roles, exchanged. */
    Dependency reversed() {
        return switch (kind) {
            case BINDING, PLACE -> new Dependency(dependent, kind, label, head);
            case AGENT -> patient(head, dependent);
            case PATIENT -> agent(head, dependent);
        };
    }
}
