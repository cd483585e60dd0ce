package io.dreamcacher.memory;

/** Which image of a request is missing: requests that miss the same one at the same time share a generation. */
sealed interface MissingImage {
    /**
     * The image of one seed.
     *
     * @param seed asked for
     */
    record BySeed(long seed) implements MissingImage {}

    /**
     * One more image of a request that any seed may answer.
     *
     * @param position number of images of the request there are before it
     */
    record ByPosition(int position) implements MissingImage {}

    /**
     * An image for one caller alone.
     *
     * @param nonce told apart by
     */
    record Alone(long nonce) implements MissingImage {}
}
