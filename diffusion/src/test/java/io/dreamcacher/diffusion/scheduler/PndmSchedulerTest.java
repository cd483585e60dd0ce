package io.dreamcacher.diffusion.scheduler;

class PndmSchedulerTest extends SchedulerContract {
    @Override
    SchedulerKind kind() {
        return SchedulerKind.PNDM;
    }
}
