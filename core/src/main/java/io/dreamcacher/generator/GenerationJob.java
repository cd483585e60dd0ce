package io.dreamcacher.generator;

import io.dreamcacher.request.PictureSettings;

/**
 * One picture to make.
 *
 * @param prompt what it shows
 * @param settings everything else but the seed
 * @param seed start of the noise generator
 */
public record GenerationJob(String prompt, PictureSettings settings, long seed) {}
