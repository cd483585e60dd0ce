package io.dreamcacher.api;

import java.util.Optional;

/**
 * How far making the first images of an empty memory is.
 *
 * @param running whether it goes on
 * @param done images made
 * @param total images to make
 * @param failed images that could not be made
 */
public record FirstImages(boolean running, int done, int total, int failed) {
    /**
     * Asks to start.
     *
     * @param count how many images, 24 when absent
     */
    public record Start(Optional<Integer> count) {}

    /**
     * It is running.
     *
     * @param total how many images it makes
     */
    public record Started(int total) {}
}
