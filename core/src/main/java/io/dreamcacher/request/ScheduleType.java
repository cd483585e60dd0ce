package io.dreamcacher.request;

import java.util.Arrays;
import java.util.Locale;

/**
 * How the noise levels of a run are spaced: AUTOMATIC1111's "schedule type". The name of a scheduler ends in it, as in
 * {@code dpmpp-2m-karras}.
 */
public enum ScheduleType {
    /** Levels of the timesteps, which are spaced as the model's repository says; names have no ending for it. */
    AS_CONFIGURED,
    /** Even in sigma^(1/7) (Karras et al., arXiv 2206.00364, equation 5). */
    KARRAS,
    /** Even in log sigma, over the whole range of training. */
    EXPONENTIAL,
    /** By quantiles of a beta distribution, over the whole range of training (Lee et al., arXiv 2407.12173). */
    BETA,
    /** Even in lambda, the logarithm of signal over noise; Lu's own spacing for DPM-Solver. */
    LU,
    /** Levels of timesteps counted from the last one down; AUTOMATIC1111's "SGM Uniform" and "Simple". */
    TRAILING;

    /** The type that the name of a scheduler ends in. */
    public static ScheduleType of(String scheduler) {
        return Arrays.stream(values())
                .filter(type -> type != AS_CONFIGURED && scheduler.endsWith(type.appendedTo("")))
                .findFirst()
                .orElse(AS_CONFIGURED);
    }

    /** The scheduler of this name with this type. */
    public String appendedTo(String algorithm) {
        return this == AS_CONFIGURED ? algorithm : algorithm + "-" + name().toLowerCase(Locale.ROOT);
    }

    /** What is left of the name of a scheduler that ends in this type. */
    public String removedFrom(String scheduler) {
        return scheduler.substring(0, scheduler.length() - appendedTo("").length());
    }
}
