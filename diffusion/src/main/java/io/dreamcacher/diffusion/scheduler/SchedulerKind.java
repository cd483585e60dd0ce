package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.failure.DreamCacherException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The algorithms there are. */
public enum SchedulerKind {
    /** Denoising diffusion implicit models. */
    DDIM("ddim", "DDIMScheduler"),
    /** Pseudo numerical methods; the multistep one (PLMS) by default in Stable Diffusion. */
    PNDM("pndm", "PNDMScheduler"),
    /** Linear multistep. */
    LMS("lms", "LMSDiscreteScheduler"),
    /** Euler's method. */
    EULER("euler", "EulerDiscreteScheduler");

    private final String shortName;
    private final String className;

    SchedulerKind(String shortName, String className) {
        this.shortName = shortName;
        this.className = className;
    }

    /** The name people type. */
    public String shortName() {
        return shortName;
    }

    /** The name in {@code scheduler_config.json}. */
    public String className() {
        return className;
    }

    /**
     * The kind of this short or class name.
     *
     * @throws DreamCacherException
     *             {@code BAD_REQUEST} if there is none
     */
    public static SchedulerKind of(String name) {
        return find(name).orElseThrow(() -> DreamCacherException
                .badRequest("The scheduler must be one of %s; found %s.".formatted(shortNames(), name)));
    }

    static Optional<SchedulerKind> find(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.shortName.equals(name) || kind.className.equals(name))
                .findFirst();
    }

    private static String shortNames() {
        return Arrays.stream(values()).map(SchedulerKind::shortName).collect(Collectors.joining(", "));
    }

    static String classNames() {
        return Arrays.stream(values()).map(SchedulerKind::className).collect(Collectors.joining(", "));
    }
}
