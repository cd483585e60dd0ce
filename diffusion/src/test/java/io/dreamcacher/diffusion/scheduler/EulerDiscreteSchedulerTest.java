package io.dreamcacher.diffusion.scheduler;

class EulerDiscreteSchedulerTest extends SchedulerContract {
    @Override
    SchedulerKind kind() {
        return SchedulerKind.EULER;
    }
}
