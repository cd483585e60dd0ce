package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.scheduler.Scheduler.State;
import java.util.Arrays;

/**
 * How noisy latents are at each call of a run and where it ends, built whole for N steps. One level has four names:
 *
 * <pre>
 * timestep   what the network is told
 * sigma      noise over signal
 * alpha      the signal's share of the variance, 1 / (1 + sigma^2); alphas_cumprod in diffusers
 * lambda     half the logarithm of signal over noise, -ln sigma
 * </pre>
 *
 * Latents are mixed of the image's own, x0, and standard normal noise in one of two ways:
 *
 * <pre>
 * variance-preserving   x = sqrt(alpha) x0 + sqrt(1 - alpha) noise     Ho et al., arXiv 2006.11239, equation 4
 * variance-exploding    x = x0 + sigma noise                           Karras et al., arXiv 2206.00364
 * </pre>
 *
 * Immutable. {@link Levels} lays the levels out; algorithms only read them here.
 */
final class NoiseSchedule {
    private final boolean preserving;
    private final PredictionType prediction;
    private final double initNoiseSigma;
    private final double[] timesteps;
    private final double[] sigmas;
    private final double[] alphas;
    private final double[] lambdas;

    private NoiseSchedule(boolean preserving, PredictionType prediction, double initNoiseSigma, double[] timesteps,
            double[] sigmas, double[] alphas) {
        this.preserving = preserving;
        this.prediction = prediction;
        this.initNoiseSigma = initNoiseSigma;
        this.timesteps = timesteps;
        this.sigmas = sigmas;
        this.alphas = alphas;
        this.lambdas = Arrays.stream(sigmas).map(sigma -> -Math.log(sigma)).toArray();
    }

    /** Variance-exploding latents at these levels. */
    static NoiseSchedule exploding(Levels levels, PredictionType prediction) {
        double[] sigmas = levels.sigmas();
        double[] alphas = Arrays.stream(sigmas).map(sigma -> 1 / (sigma * sigma + 1)).toArray();
        double largest = Arrays.stream(sigmas).max().orElseThrow();
        return new NoiseSchedule(false, prediction, levels.leading() ? Math.hypot(largest, 1) : largest,
                levels.timesteps(), sigmas, alphas);
    }

    /** Variance-preserving latents at these levels, which are rounded to float32. */
    static NoiseSchedule preserving(Levels levels, PredictionType prediction) {
        double[] sigmas = Arrays.stream(levels.sigmas()).map(sigma -> (float) sigma).toArray();
        double[] alphas = Arrays.stream(sigmas)
                .map(sigma -> 1 / Math.hypot(sigma, 1))
                .map(root -> root * root)
                .toArray();
        return new NoiseSchedule(true, prediction, 1, levels.timesteps(), sigmas, alphas);
    }

    /**
     * Variance-preserving latents at whole timesteps of training, with exactly the alphas of training.
     *
     * @param end
     *            the alpha a run ends at
     */
    static NoiseSchedule atTimesteps(SchedulerConfig config, TrainedNoise trained, int[] timesteps, double end) {
        if (config.predictionType() == PredictionType.EPSILON && trained.alpha(timesteps[0]) == 0)
            throw config.invalid("prediction_type",
                    "v_prediction or sample where the first timestep has no signal (rescale_betas_zero_snr)");
        double[] alphas = new double[timesteps.length + 1];
        double[] sigmas = new double[timesteps.length + 1];
        for (int i = 0; i < timesteps.length; i++) {
            alphas[i] = trained.alpha(timesteps[i]);
            sigmas[i] = trained.sigma(timesteps[i]);
        }
        alphas[timesteps.length] = end;
        sigmas[timesteps.length] = Math.sqrt((1 - end) / end);
        return new NoiseSchedule(true, config.predictionType(), 1, Arrays.stream(timesteps).asDoubleStream().toArray(),
                sigmas, alphas);
    }

    /** Whether latents are variance-preserving; else they are variance-exploding. */
    boolean preserving() {
        return preserving;
    }

    /** How many calls there are. Levels are one more: that of call {@code size()} is the one a run ends at. */
    int size() {
        return timesteps.length;
    }

    /** What the network is told at a call; in float32, as there. */
    double timestep(int index) {
        return (float) timesteps[index];
    }

    /** The timestep of a call that is told whole ones, as the index into training that it is. */
    int wholeTimestep(int index) {
        return (int) timesteps[index];
    }

    /** Noise over signal at a call or at the end, where it may be 0. */
    double sigma(int index) {
        return sigmas[index];
    }

    /** The signal's share of the variance at a call or at the end, 0 to 1. */
    double alpha(int index) {
        return alphas[index];
    }

    /** Half the logarithm of signal over noise at a call or at the end, where it may be infinite. */
    double lambda(int index) {
        return lambdas[index];
    }

    /** What x0 is multiplied with in variance-preserving latents; the alpha_t of DPM-Solver. */
    double alphaT(int index) {
        return 1 / Math.hypot(sigmas[index], 1);
    }

    /** What noise is multiplied with in variance-preserving latents; the sigma_t of DPM-Solver. */
    double sigmaT(int index) {
        return sigmas[index] / Math.hypot(sigmas[index], 1);
    }

    /** Whether the step of a call leads to the level it begins at, as some last steps do. */
    boolean standsStill(int index) {
        return sigmas[index + 1] == sigmas[index];
    }

    /** How many steps lie between the levels there are; with levels on a logarithmic line one more than are walked. */
    int intervals() {
        return sigmas.length - 1;
    }

    /** What standard normal noise is multiplied with to begin at call 0. */
    double initNoiseSigma() {
        return initNoiseSigma;
    }

    /** The latents such that their variance is about 1. */
    float[] scaleModelInput(float[] latents, int index) {
        return preserving ? latents : divided(latents, Math.hypot(sigmas[index], 1));
    }

    static float[] divided(float[] latents, double divisor) {
        float[] scaled = new float[latents.length];
        for (int i = 0; i < scaled.length; i++)
            scaled[i] = (float) (latents[i] / divisor);
        return scaled;
    }

    /** Latents without noise with as much as there is at a call. */
    float[] addNoise(float[] latents, float[] noise, int index) {
        return preserving ? mixed(latents, noise, alphas[index]) : mixed(latents, 1, noise, sigmas[index]);
    }

    /** sqrt(alpha) latents + sqrt(1 - alpha) noise. */
    static float[] mixed(float[] latents, float[] noise, double alpha) {
        return mixed(latents, Math.sqrt(alpha), noise, Math.sqrt(1 - alpha));
    }

    private static float[] mixed(float[] latents, double signal, float[] noise, double share) {
        if (noise.length != latents.length)
            throw new IllegalArgumentException(
                    "Noise must have %d numbers; found %d".formatted(latents.length, noise.length));
        float[] noisy = new float[latents.length];
        for (int i = 0; i < noisy.length; i++)
            noisy[i] = (float) (signal * latents[i] + share * noise[i]);
        return noisy;
    }

    /** x0, as the network's output and the latents it was asked with at a call say. */
    double original(int index, float output, float latent) {
        return preserving
                ? prediction.original(output, latent, alphas[index])
                : original(index, output, latent, sigmas[index]);
    }

    /** The same of variance-exploding latents that hold more noise than the network was told of. */
    double original(int index, float output, float latent, double sigmaHat) {
        return prediction.original(output, latent, sigmaHat, sigmas[index]);
    }

    /** The noise in variance-preserving latents with this alpha, as the network's output says. */
    double noise(float output, float latent, double alpha) {
        return prediction.noise(output, latent, alpha);
    }

    /** The noise in the latents of a state, which are variance-preserving. */
    float[] noise(State state, float[] modelOutput) {
        state.requireLength(modelOutput, "The model output");
        float[] noise = new float[modelOutput.length];
        for (int i = 0; i < noise.length; i++)
            noise[i] = (float) prediction.noise(modelOutput[i], state.latents()[i], alphas[state.index()]);
        return noise;
    }

    /** What the network's output stands for. */
    enum PredictionType {
        /** The noise in the latents (Ho et al. 2020). */
        EPSILON,
        /** The velocity, sqrt(alpha) noise - sqrt(1 - alpha) x0 (Salimans and Ho 2022, section 2.4). */
        V_PREDICTION,
        /** The latents without noise, x0. */
        SAMPLE;

        /** x0 of variance-exploding latents; sigmaHat is the noise in them, sigma what the network was told. */
        private double original(double output, double latent, double sigmaHat, double sigma) {
            double variance = sigma * sigma + 1;
            return switch (this) {
                case EPSILON -> latent - sigmaHat * output;
                case V_PREDICTION -> output * (-sigma / Math.sqrt(variance)) + latent / variance;
                case SAMPLE -> output;
            };
        }

        /** x0 of variance-preserving latents; alpha is above 0 for epsilon. */
        private double original(double output, double latent, double alpha) {
            return switch (this) {
                case EPSILON -> (latent - Math.sqrt(1 - alpha) * output) / Math.sqrt(alpha);
                case V_PREDICTION -> Math.sqrt(alpha) * latent - Math.sqrt(1 - alpha) * output;
                case SAMPLE -> output;
            };
        }

        /** The noise in variance-preserving latents; alpha is below 1 for x0. */
        double noise(double output, double latent, double alpha) {
            return switch (this) {
                case EPSILON -> output;
                case V_PREDICTION -> Math.sqrt(alpha) * output + Math.sqrt(1 - alpha) * latent;
                case SAMPLE -> (latent - Math.sqrt(alpha) * output) / Math.sqrt(1 - alpha);
            };
        }
    }
}
