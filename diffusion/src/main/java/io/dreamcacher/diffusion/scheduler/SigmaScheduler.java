package io.dreamcacher.diffusion.scheduler;

/** A scheduler whose latents are x0 + sigma noise; what its kind have in common, the walk being their own. */
abstract non-sealed class SigmaScheduler implements Scheduler {
    private final SigmaSchedule schedule;

    SigmaScheduler(SigmaSchedule schedule) {
        this.schedule = schedule;
    }

    SigmaSchedule schedule() {
        return schedule;
    }

    @Override
    public int size() {
        return schedule.size();
    }

    @Override
    public double timestep(int index) {
        return schedule.timestep(index);
    }

    @Override
    public double sigma(int index) {
        return schedule.sigma(index);
    }

    @Override
    public double initNoiseSigma() {
        return schedule.initNoiseSigma();
    }

    @Override
    public float[] scaleModelInput(float[] latents, int index) {
        return schedule.scaleModelInput(latents, index);
    }

    @Override
    public float[] addNoise(float[] latents, float[] noise, int index) {
        return schedule.addNoise(latents, noise, index);
    }
}
