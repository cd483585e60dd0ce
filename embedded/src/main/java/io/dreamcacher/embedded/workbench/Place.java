package io.dreamcacher.embedded.workbench;

/**
 * Where a walk passes by.
 *
 * @param prompt what the image there shows
 * @param seed of its noise
 */
public record Place(String prompt, long seed) {}
