package io.dreamcacher.catalogue;

import java.time.Duration;

/**
 * What some scopes hold and did.
 *
 * @param generations images remembered
 * @param prompts distinct prompts remembered, with and without images
 * @param imageBytes of all stored images
 * @param exact requests answered by the same request's image
 * @param similar requests answered by a near image
 * @param generated images made, deleted ones included
 * @param generating time spent on making them
 * @param saved time not spent thanks to the memory
 */
public record Totals(long generations, long prompts, long imageBytes, long exact, long similar, long generated,
        Duration generating, Duration saved) {

    /** Of an empty memory that never answered. */
    public static final Totals NOTHING = new Totals(0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO);

    /** Both together. */
    public Totals plus(Totals other) {
        return new Totals(generations + other.generations, prompts + other.prompts, imageBytes + other.imageBytes,
                exact + other.exact, similar + other.similar, generated + other.generated,
                generating.plus(other.generating), saved.plus(other.saved));
    }
}
