package io.dreamcacher.diffusion.scheduler;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How noisy latents were at each timestep of training. Alpha is how much signal is left, the running product of 1 - beta;
 * sigma is noise over signal. Both rise or fall all the way, and are in float32 as diffusers keeps them, as are the
 * logarithms of sigma, because a timestep read off a level may be cut to a whole number there and the last bit decides
 * which. Immutable.
 */
final class TrainedNoise {
    private static final double COSINE_MAX_BETA = 0.999;
    /** What sigma schedulers put in the place of zero, lest sigma is infinite. */
    private static final float ALMOST_ZERO = 0x1p-24f;

    private enum BetaSchedule {
        LINEAR, SCALED_LINEAR, SQUAREDCOS_CAP_V2
    }

    /** What an algorithm's class in diffusers takes where the configuration does not say. */
    enum Defaults {
        /** Ho et al. 2020, section 4. */
        DDPM(0.0001, 0.02, BetaSchedule.LINEAR),
        /** Stable Diffusion's range, spaced evenly. */
        K_DIFFUSION(0.00085, 0.012, BetaSchedule.LINEAR),
        /** Stable Diffusion's range, its square roots spaced evenly. */
        STABLE_DIFFUSION(0.00085, 0.012, BetaSchedule.SCALED_LINEAR);

        private final double start;
        private final double end;
        private final BetaSchedule schedule;

        Defaults(double start, double end, BetaSchedule schedule) {
            this.start = start;
            this.end = end;
            this.schedule = schedule;
        }
    }

    private final float[] alphas;
    private final double[] sigmas;
    private final double[] logarithms;

    private TrainedNoise(float[] alphas) {
        this.alphas = alphas;
        this.sigmas = IntStream.range(0, alphas.length).mapToDouble(this::sigmaOf).toArray();
        this.logarithms = Arrays.stream(sigmas).map(sigma -> (float) Math.log(sigma)).toArray();
    }

    /** Those of a configuration; all above 0 but the last, which is 0 where it rescales to zero signal. */
    static TrainedNoise of(SchedulerConfig config, boolean mayRescale) {
        return of(config, mayRescale, Defaults.DDPM);
    }

    static TrainedNoise of(SchedulerConfig config, boolean mayRescale, Defaults defaults) {
        float[] betas = betas(config, defaults);
        float[] alphas = new float[betas.length];
        for (int i = 0; i < betas.length; i++)
            alphas[i] = 1 - betas[i];
        float[] products = products(alphas);
        boolean rescale = mayRescale && config.flag("rescale_betas_zero_snr", false);
        return new TrainedNoise(rescale ? rescaledToZero(products) : products);
    }

    /** Whether betas follow a squared cosine. */
    static boolean isCosine(SchedulerConfig config) {
        return config.choice("beta_schedule", BetaSchedule.LINEAR) == BetaSchedule.SQUAREDCOS_CAP_V2;
    }

    int size() {
        return alphas.length;
    }

    /** The share of signal at a timestep, in variance: 0 to 1. */
    double alpha(int timestep) {
        return alphas[timestep];
    }

    /** Noise over signal at a timestep, above 0. */
    double sigma(int timestep) {
        return sigmas[timestep];
    }

    private double sigmaOf(int timestep) {
        float alpha = alphas[timestep] == 0 ? ALMOST_ZERO : alphas[timestep];
        return (float) Math.sqrt((1 - alpha) / alpha);
    }

    double smallestSigma() {
        return sigmas[0];
    }

    double largestSigma() {
        return sigmas[sigmas.length - 1];
    }

    /** Noise over signal at a timestep with a fraction: straight lines between those trained, flat beyond them. */
    double sigmaAt(double timestep) {
        double t = Math.clamp(timestep, 0, sigmas.length - 1);
        int below = (int) t;
        int above = Math.min(below + 1, sigmas.length - 1);
        return sigmas[below] + (t - below) * (sigmas[above] - sigmas[below]);
    }

    /** The timestep of a level, with its fraction: straight lines between the logarithms, flat beyond them. */
    double timestepOf(double sigma) {
        if (sigmas.length == 1)
            return 0;
        double logarithm = Math.log(sigma);
        int found = Arrays.binarySearch(logarithms, logarithm);
        int low = Math.clamp(found >= 0 ? found : -found - 2, 0, logarithms.length - 2);
        double weight = (logarithms[low] - logarithm) / (float) (logarithms[low] - logarithms[low + 1]);
        double clipped = Math.clamp(weight, 0, 1);
        return (1 - clipped) * low + clipped * (low + 1);
    }

    /** How many timesteps have less than this lambda, half the logarithm of signal over noise. */
    int countNoisierThan(double lambda) {
        return (int) Arrays.stream(logarithms).filter(logarithm -> -logarithm < lambda).count();
    }

    private static float[] betas(SchedulerConfig config, Defaults defaults) {
        int train = config.trainTimesteps();
        if (config.has("trained_betas"))
            return trainedBetas(config, train);
        double start = config.number("beta_start", defaults.start);
        double end = config.number("beta_end", defaults.end);
        if (!(start > 0 && start < 1))
            throw config.invalid("beta_start", "between 0 and 1");
        if (!(end > 0 && end < 1))
            throw config.invalid("beta_end", "between 0 and 1");
        float[] betas = new float[train];
        BetaSchedule schedule = config.choice("beta_schedule", defaults.schedule);
        for (int i = 0; i < train; i++) {
            betas[i] = switch (schedule) {
                case LINEAR -> evenlySpaced((float) start, (float) end, i, train);
                case SCALED_LINEAR -> square(evenlySpaced((float) Math.sqrt(start), (float) Math.sqrt(end), i, train));
                case SQUAREDCOS_CAP_V2 -> (float) Math.min(COSINE_MAX_BETA,
                        1 - cosineAlphaBar((i + 1.0) / train) / cosineAlphaBar((double) i / train));
            };
        }
        return betas;
    }

    private static float[] trainedBetas(SchedulerConfig config, int train) {
        double[] numbers = config.numbers("trained_betas");
        if (numbers.length != train)
            throw config.invalid("trained_betas", "%d numbers, one a training timestep,".formatted(train));
        float[] betas = new float[train];
        for (int i = 0; i < train; i++) {
            betas[i] = (float) numbers[i];
            if (!(betas[i] > 0 && betas[i] < 1))
                throw config.invalid("trained_betas", "numbers between 0 and 1");
        }
        return betas;
    }

    /** One of so many float32 numbers from the first to the last, to the last bit as {@code torch.linspace} has it. */
    private static float evenlySpaced(float first, float last, int index, int count) {
        float step = count == 1 ? 0 : (last - first) / (count - 1);
        return index < count / 2 ? Math.fma(step, index, first) : Math.fma(-step, count - 1 - index, last);
    }

    private static float square(float value) {
        return value * value;
    }

    /** Nichol and Dhariwal 2021, equation 17. */
    private static double cosineAlphaBar(double time) {
        double cosine = Math.cos((time + 0.008) / 1.008 * Math.PI / 2);
        return cosine * cosine;
    }

    private static float[] products(float[] alphas) {
        float[] products = new float[alphas.length];
        double product = 1;
        for (int i = 0; i < alphas.length; i++) {
            product *= alphas[i];
            products[i] = (float) product;
        }
        return products;
    }

    /** Shifts and scales the square roots so that the first stays and the last becomes 0 (Lin et al. 2023, alg. 1). */
    private static float[] rescaledToZero(float[] products) {
        double first = Math.sqrt(products[0]);
        double last = Math.sqrt(products[products.length - 1]);
        float[] rescaled = new float[products.length];
        for (int i = 0; i < rescaled.length; i++) {
            double root = (Math.sqrt(products[i]) - last) * first / (first - last);
            rescaled[i] = (float) (root * root);
        }
        return rescaled;
    }
}
