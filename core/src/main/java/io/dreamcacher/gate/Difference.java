package io.dreamcacher.gate;

/**
 * Something a new prompt and a stored prompt disagree about.
 *
 * @param kind what it is about
 * @param reason a sentence for a person, quoting both prompts' own words
 */
record Difference(Kind kind, String reason) {
    /** What two prompts can disagree about. */
    public enum Kind {
        /** A colour, or which thing has it. */
        COLOUR,
        /** How many there are of something. */
        NUMBER,
        /** What must not be there. */
        NEGATION,
        /** Left or right, above or below, who does what to whom. */
        RELATION,
        /** Size, time of day, weather, and other qualities with opposites. */
        QUALITY,
        /** Text to be written in the image. */
        QUOTED_TEXT,
        /** A person, place or brand. */
        NAME,
        /** A script the guard cannot read. */
        LANGUAGE
    }
}
