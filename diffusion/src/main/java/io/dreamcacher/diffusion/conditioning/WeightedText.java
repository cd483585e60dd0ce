package io.dreamcacher.diffusion.conditioning;

/**
 * A part of a prompt and how much it counts.
 *
 * @param text without the signs that gave it its weight
 * @param weight of its tokens, 1 where no sign says otherwise
 * @param positions index in the prompt of each char of the text
 */
@SuppressWarnings("ArrayRecordComponent") // an index, read within this package
record WeightedText(String text, double weight, int[] positions) {

    private static final String BREAK = "BREAK";
    private static final double WEIGHT_OF_BREAK = -1;

    WeightedText {
        if (text.length() != positions.length) {
            throw new IllegalArgumentException("%d chars must have as many positions; found %d"
                    .formatted(text.length(), positions.length));
        }
    }

    /** Whether this is no text, but the end of a chunk. It is told by text and weight, as in the reference. */
    boolean isBreak() {
        return weight == WEIGHT_OF_BREAK && text.equals(BREAK);
    }
}
