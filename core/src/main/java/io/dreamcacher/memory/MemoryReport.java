package io.dreamcacher.memory;

import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.reuse.LiveEstimate;

/**
 * What a memory was good for.
 *
 * @param stats what it holds, did and was told
 * @param diversity how images share in its answers
 * @param wrong share of the answers by near images that were wrong, by checks
 * @param missed share of the nearest images that were turned down and would have been right, by checks
 * @param cost of these checks
 */
public record MemoryReport(MemoryStats stats, Statistics.Diversity diversity, LiveEstimate wrong, LiveEstimate missed,
        Statistics.CheckCost cost) {}
