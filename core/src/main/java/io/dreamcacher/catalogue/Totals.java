package io.dreamcacher.catalogue;

import java.time.Duration;

/**
 * What a scope's memory holds and did.
 *
 * @param generations pictures remembered
 * @param prompts distinct prompts remembered, with and without pictures
 * @param imageBytes of all stored pictures
 * @param exact requests answered by the same request's picture
 * @param similar requests answered by a near picture
 * @param generated pictures made, deleted ones included
 * @param generating time spent on making them
 * @param saved time not spent thanks to the memory
 */
public record Totals(long generations, long prompts, long imageBytes, long exact, long similar, long generated,
        Duration generating, Duration saved) {}
