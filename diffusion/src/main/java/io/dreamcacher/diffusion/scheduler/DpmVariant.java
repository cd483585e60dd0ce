package io.dreamcacher.diffusion.scheduler;

/** The equations that DPM-Solver solves; spelt as in {@code algorithm_type}. */
enum DpmVariant {
    /** The probability flow, by predicted noise (arXiv 2206.00927). */
    DPMSOLVER("dpmsolver"),
    /** The probability flow, by predicted x0 (arXiv 2211.01095). */
    DPMSOLVER_PLUS_PLUS("dpmsolver++"),
    /** The reverse diffusion with its noise, by predicted noise (arXiv 2211.01095, appendix A). */
    SDE_DPMSOLVER("sde-dpmsolver"),
    /** The reverse diffusion with its noise, by predicted x0 (arXiv 2211.01095, section 5). */
    SDE_DPMSOLVER_PLUS_PLUS("sde-dpmsolver++"),
    /** Another algorithm's name, which DPM-Solver takes for its default. */
    DEIS("deis");

    private final String spelling;

    DpmVariant(String spelling) {
        this.spelling = spelling;
    }

    /** What a configuration asks of one of the two DPM-Solvers. */
    static DpmVariant of(SchedulerConfig config) {
        config.requireNot("variance_type", "learned", "learned_range");
        DpmVariant variant = config.choice("algorithm_type", DPMSOLVER_PLUS_PLUS);
        if (variant == DEIS)
            return DPMSOLVER_PLUS_PLUS;
        if (!variant.predictsOriginal() && config.choice("final_sigmas_type", FinalSigma.ZERO) == FinalSigma.ZERO)
            throw config.invalid("final_sigmas_type", "sigma_min where algorithm_type is " + variant);
        return variant;
    }

    /** Whether x0 is predicted along the way; else the noise. */
    boolean predictsOriginal() {
        return this == DPMSOLVER_PLUS_PLUS || this == SDE_DPMSOLVER_PLUS_PLUS;
    }

    /** Whether every step mixes in fresh noise. */
    boolean drawsNoise() {
        return this == SDE_DPMSOLVER || this == SDE_DPMSOLVER_PLUS_PLUS;
    }

    @Override
    public String toString() {
        return spelling;
    }
}
