package io.dreamcacher.diffusion.scheduler;

class DdimSchedulerTest extends SchedulerContract {
    @Override
    SchedulerKind kind() {
        return SchedulerKind.DDIM;
    }
}
