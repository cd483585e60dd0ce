package io.dreamcacher.catalogue;

import java.time.Duration;

/**
 * What a scope's memory holds and did.
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
        Duration generating, Duration saved) {}
