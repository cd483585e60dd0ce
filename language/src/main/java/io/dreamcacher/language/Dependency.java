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
        /** Who does something to whom, whatever it is. */
        ACTS_ON,
        /** Where one thing is to another, or what goes with it. */
        PLACE
    }

    /** Whether the two words may be exchanged. */
    boolean isMutual() {
        return kind == Kind.PLACE && Preposition.isMutual(label);
    }

    boolean joins(String one, String other) {
        return (head.equals(one) && dependent.equals(other)) || (head.equals(other) && dependent.equals(one));
    }

    /** Whether the same word has the same part in both, beside the other words. */
    boolean hasSameDependent(Dependency other) {
        return kind == other.kind && dependent.equals(other.dependent);
    }

    boolean hasSameHead(Dependency other) {
        return kind == other.kind && head.equals(other.head);
    }
}
