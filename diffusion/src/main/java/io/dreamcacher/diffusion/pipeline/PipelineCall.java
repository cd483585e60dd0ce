package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.scheduler.Scheduler;
import io.dreamcacher.request.ImageSize;

/**
 * What one run of a pipeline needs to know.
 *
 * @param prompt what the picture shows
 * @param negativePrompt what to steer away from
 * @param size of the picture; both sides divisible by the autoencoder's factor
 * @param guidance towards the prompt
 * @param scheduler built for the number of steps
 * @param seed of the noise
 */
public record PipelineCall(String prompt, String negativePrompt, ImageSize size, Guidance guidance, Scheduler scheduler,
        long seed) {}
