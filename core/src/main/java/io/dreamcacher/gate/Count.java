package io.dreamcacher.gate;

/**
 * How many there are of something.
 *
 * @param written the words themselves, lower case
 * @param min smallest number meant
 * @param max largest number meant
 * @param noun what is counted
 */
record Count(String written, int min, int max, NounPhrase noun) {

    static final int UNBOUNDED = Integer.MAX_VALUE;

    boolean isSeveral() {
        return min > 1;
    }

    boolean compatible(Count other) {
        return min <= other.max && other.min <= max;
    }
}
