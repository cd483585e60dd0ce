package io.dreamcacher.gate;

/**
 * One thing's place or action relative to another, brought into one direction: "below" is "above" the other way round.
 *
 * @param written the word itself, lower case
 * @param axis what relates them: an axis of space or a verb
 * @param first on the left, above, in front, or acting
 * @param second the other; empty when the place is one of the image
 * @param reversed whether the prompt names them in the other order
 */
record Relation(String written, String axis, NounPhrase first, NounPhrase second, boolean reversed) {
    boolean isPlaceInImage() {
        return first.isEmpty() || second.isEmpty();
    }

    /** The one noun of a place in the image. */
    NounPhrase only() {
        return first.isEmpty() ? second : first;
    }
}
