package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;

class Kdpm2AncestralDiscreteSchedulerTest extends SchedulerContract {
    @Override
    SchedulerKind kind() {
        return SchedulerKind.KDPM2_ANCESTRAL;
    }

    @Override
    NoiseSource noise() {
        return SchedulerContract::sameNoise;
    }
}
