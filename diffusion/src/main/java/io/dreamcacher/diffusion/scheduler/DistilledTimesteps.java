package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.failure.DreamCacherException;

/** Timesteps of networks distilled on few of those of training: some of the few, evenly picked, highest first. */
final class DistilledTimesteps {
    private static final int ORIGINAL_STEPS = 50;

    private DistilledTimesteps() {}

    /** How many there are to pick from. */
    static int originalSteps(SchedulerConfig config) {
        return config.count("original_inference_steps", ORIGINAL_STEPS);
    }

    /** Luo et al. 2023, arXiv 2310.04378, section 4.3: every k-th timestep was trained, counted from the last one. */
    static int[] of(SchedulerConfig config, int steps, int originalSteps) {
        if (steps > originalSteps)
            throw DreamCacherException.badRequest("Steps must be 1 to %d for %s (original_inference_steps); found %d."
                    .formatted(originalSteps, config.kind().className(), steps));
        int k = config.trainTimesteps() / originalSteps;
        double stride = (double) originalSteps / steps;
        int[] timesteps = new int[steps];
        for (int i = 0; i < steps; i++)
            timesteps[i] = (originalSteps - (int) (i * stride)) * k - 1;
        return timesteps;
    }
}
