package io.dreamcacher.api;

/**
 * A rebuilt index.
 *
 * @param generations it holds
 */
public record Reindexed(long generations) {}
