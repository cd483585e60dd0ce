package io.dreamcacher.diffusion.scheduler;

class Kdpm2DiscreteSchedulerTest extends SchedulerContract {
    @Override
    SchedulerKind kind() {
        return SchedulerKind.KDPM2;
    }
}
