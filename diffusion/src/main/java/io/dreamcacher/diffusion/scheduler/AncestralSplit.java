package io.dreamcacher.diffusion.scheduler;

/**
 * The noise of the next step in two parts, {@code next^2 = down^2 + up^2}: what remains of the old and what is drawn
 * anew (k-diffusion, {@code get_ancestral_step} with eta 1).
 *
 * @param down
 *            the level a deterministic step ends at
 * @param up
 *            the deviation of the fresh noise
 */
record AncestralSplit(double down, double up) {
    static AncestralSplit of(double sigma, double next) {
        double up = next * Math.sqrt((sigma * sigma - next * next) / (sigma * sigma));
        return new AncestralSplit(Math.sqrt(next * next - up * up), up);
    }
}
