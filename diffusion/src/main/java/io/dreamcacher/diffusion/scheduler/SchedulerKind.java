package io.dreamcacher.diffusion.scheduler;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The algorithms there are, each with its names and its constructor: a new one is added here and nowhere else. */
public enum SchedulerKind {
    /** Denoising diffusion implicit models. */
    DDIM("ddim", "DDIMScheduler", true, (config, steps, eta) -> new DdimScheduler(config, steps, eta, false)),
    /** Pseudo numerical methods; the multistep one (PLMS) by default in Stable Diffusion. */
    PNDM("pndm", "PNDMScheduler", PndmScheduler::new),
    /** Linear multistep. */
    LMS("lms", "LMSDiscreteScheduler", LmsDiscreteScheduler::new),
    /** Euler's method. */
    EULER("euler", "EulerDiscreteScheduler", EulerDiscreteScheduler::new),
    /** Euler's method with fresh noise. */
    EULER_ANCESTRAL("euler-a", "EulerAncestralDiscreteScheduler", EulerAncestralDiscreteScheduler::new),
    /** Heun's method. */
    HEUN("heun", "HeunDiscreteScheduler", HeunDiscreteScheduler::new),
    /** DPM-Solver-2 on sigma. */
    KDPM2("kdpm2", "KDPM2DiscreteScheduler", Kdpm2DiscreteScheduler::new),
    /** DPM-Solver-2 on sigma with fresh noise. */
    KDPM2_ANCESTRAL("kdpm2-a", "KDPM2AncestralDiscreteScheduler", Kdpm2AncestralDiscreteScheduler::new),
    /** Denoising diffusion probabilistic models. */
    DDPM("ddpm", "DDPMScheduler", DdpmScheduler::new),
    /** Latent consistency models, for networks distilled for it. */
    LCM("lcm", "LCMScheduler", LcmScheduler::new),
    /** Trajectory consistency distillation, for networks distilled for it. */
    TCD("tcd", "TCDScheduler", true, TcdScheduler::new),
    /** Euler's method for networks preconditioned as in EDM. */
    EDM_EULER("edm-euler", "EDMEulerScheduler", EdmEulerScheduler::new),
    /** DPM-Solver++ that remembers earlier calls. */
    DPM_MULTISTEP("dpm-multistep", "DPMSolverMultistepScheduler", DpmSolverMultistepScheduler::new),
    /** DPM-Solver++ in groups of calls. */
    DPM_SINGLESTEP("dpm-singlestep", "DPMSolverSinglestepScheduler", DpmSolverSinglestepScheduler::new),
    /** Diffusion exponential integrator sampler. */
    DEIS("deis", "DEISMultistepScheduler", DeisMultistepScheduler::new),
    /** The unified predictor-corrector. */
    UNIPC("unipc", "UniPCMultistepScheduler", UniPcMultistepScheduler::new);

    private final String shortName;
    private final String className;
    private final boolean takesEta;
    @SuppressWarnings("ImmutableEnumChecker") // a reference to a constructor
    private final MakerWithEta maker;

    SchedulerKind(String shortName, String className, Maker maker) {
        this(shortName, className, false, (config, steps, eta) -> maker.scheduler(config, steps));
    }

    SchedulerKind(String shortName, String className, boolean takesEta, MakerWithEta maker) {
        this.shortName = shortName;
        this.className = className;
        this.takesEta = takesEta;
        this.maker = maker;
    }

    /** The algorithm's constructor. */
    @FunctionalInterface
    private interface Maker {
        Scheduler scheduler(SchedulerConfig config, int steps);
    }

    /** The constructor of one that may mix in a share of fresh noise. */
    @FunctionalInterface
    private interface MakerWithEta {
        Scheduler scheduler(SchedulerConfig config, int steps, double eta);
    }

    /** Whether it mixes in a share of fresh noise that is chosen, which papers call eta (DDIM) or gamma (TCD). */
    public boolean takesEta() {
        return takesEta;
    }

    /** Whether it picks its timesteps from the few of a distillation. */
    boolean isDistilled() {
        return this == LCM || this == TCD;
    }

    Scheduler scheduler(SchedulerConfig config, int steps, double eta) {
        return maker.scheduler(config, steps, eta);
    }

    /** The name people type; where an algorithm has variants, that of them all. */
    public String shortName() {
        return shortName;
    }

    /** The name in {@code scheduler_config.json}. */
    public String className() {
        return className;
    }

    /** The kind of this class name. */
    static Optional<SchedulerKind> find(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.className.equals(name))
                .findFirst();
    }

    static String namesWithEta() {
        return Arrays.stream(values())
                .filter(SchedulerKind::takesEta)
                .map(SchedulerKind::shortName)
                .collect(Collectors.joining(" and "));
    }

    static String classNames() {
        return Arrays.stream(values()).map(SchedulerKind::className).collect(Collectors.joining(", "));
    }
}
