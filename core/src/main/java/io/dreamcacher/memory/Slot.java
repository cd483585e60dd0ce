package io.dreamcacher.memory;

/** Which picture of a request is missing: requests that miss the same one at the same time share a generation. */
sealed interface Slot {
    /**
     * The picture of one seed.
     *
     * @param seed asked for
     */
    record BySeed(long seed) implements Slot {}

    /**
     * One more picture of a request that any seed may answer.
     *
     * @param position number of pictures of the request there are before it
     */
    record ByPosition(int position) implements Slot {}

    /**
     * A picture for one caller alone.
     *
     * @param nonce told apart by
     */
    record Alone(long nonce) implements Slot {}
}
