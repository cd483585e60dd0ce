package io.dreamcacher.diffusion.scheduler;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How the noise levels of a walk are spaced, as a request may choose it. */
enum SigmaSpacing {
    /** Levels of the timesteps, which are spaced as the repository says. */
    AS_CONFIGURED,
    /** Even in sigma^(1/7). */
    KARRAS,
    /** Even in log sigma, over the whole range of training. */
    EXPONENTIAL,
    /** By quantiles of a beta distribution, over the whole range of training. */
    BETA,
    /** Even in lambda, the logarithm of signal over noise; Lu's own spacing for DPM-Solver. */
    LU,
    /** Levels of timesteps counted from the last one down; A1111's "SGM Uniform" and "Simple". */
    TRAILING;

    private static final Set<SigmaSpacing> TIMESTEPS_ONLY = EnumSet.of(AS_CONFIGURED, TRAILING);

    /** Those that an algorithm has in diffusers. */
    static Set<SigmaSpacing> of(SchedulerKind kind) {
        return switch (kind) {
            case DDIM, DDPM, PNDM, EULER_ANCESTRAL -> TIMESTEPS_ONLY;
            case DPM_MULTISTEP -> EnumSet.allOf(SigmaSpacing.class);
            case LMS, EULER, HEUN, KDPM2, KDPM2_ANCESTRAL, DEIS, UNIPC -> EnumSet.complementOf(EnumSet.of(LU));
            case DPM_SINGLESTEP -> EnumSet.complementOf(EnumSet.of(LU, TRAILING));
            case LCM, TCD, EDM_EULER -> EnumSet.of(AS_CONFIGURED);
        };
    }

    /** That of a configuration's own algorithm. */
    static SigmaSpacing of(SchedulerConfig config) {
        if (!of(config.kind()).contains(KARRAS))
            return AS_CONFIGURED;
        return switch (Respacing.of(config)) {
            case NONE, LAMBDA ->
                of(config.kind()).contains(LU) && config.flag("use_lu_lambdas", false) ? LU : AS_CONFIGURED;
            case KARRAS -> KARRAS;
            case EXPONENTIAL -> EXPONENTIAL;
            case BETA -> BETA;
        };
    }

    String appendedTo(String variant) {
        return this == AS_CONFIGURED ? variant : variant + "-" + name().toLowerCase(Locale.ROOT);
    }

    String removedFrom(String choice) {
        return choice.substring(0, choice.length() - appendedTo("").length());
    }

    /** The keys it fixes, as diffusers' table of A1111's schedule types has them (documentation, "Schedulers"). */
    Map<String, Object> settings(SchedulerKind kind) {
        Map<String, Object> settings = new LinkedHashMap<>();
        if (of(kind).contains(KARRAS)) {
            settings.put("use_karras_sigmas", this == KARRAS);
            settings.put("use_exponential_sigmas", this == EXPONENTIAL);
            settings.put("use_beta_sigmas", this == BETA);
        }
        if (of(kind).contains(LU))
            settings.put("use_lu_lambdas", this == LU);
        if (this == EXPONENTIAL || this == BETA)
            settings.put("timestep_spacing", "linspace");
        if (this == TRAILING)
            settings.put("timestep_spacing", "trailing");
        return settings;
    }
}
