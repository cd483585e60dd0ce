package io.dreamcacher.diffusion.scheduler;

class HeunDiscreteSchedulerTest extends SchedulerContract {
    @Override
    SchedulerKind kind() {
        return SchedulerKind.HEUN;
    }
}
