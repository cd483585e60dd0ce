package io.dreamcacher.diffusion.scheduler;

class LmsDiscreteSchedulerTest extends SchedulerContract {
    @Override
    SchedulerKind kind() {
        return SchedulerKind.LMS;
    }
}
