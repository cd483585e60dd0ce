package io.dreamcacher.diffusion.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An algorithm with the parameters that make a sampler of its own name of it; DPM-Solver alone has several.
 *
 * @param name
 *            as a choice begins
 * @param settings
 *            the keys it fixes
 */
record SolverVariant(String name, SchedulerKind kind, Map<String, Object> settings) {

    private static final Set<String> USUAL_OF_DPM = Set.of("dpmpp-2m", "dpmpp-2m-sde", "dpmpp-3m", "dpmpp-3m-sde",
            "dpmpp-2s", "dpmpp-2s-sde");

    static List<SolverVariant> all() {
        List<SolverVariant> all = new ArrayList<>();
        for (SchedulerKind kind : SchedulerKind.values()) {
            if (!hasVariants(kind)) {
                all.add(new SolverVariant(kind.shortName(), kind, Map.of()));
                continue;
            }
            for (String algorithm : algorithms(kind))
                for (String type : List.of("midpoint", "heun"))
                    for (int order = 1; order <= highestOrder(algorithm); order++)
                        all.add(of(kind, algorithm, order, type));
        }
        return List.copyOf(all);
    }

    /** That of diffusers' class by itself. */
    static SolverVariant of(SchedulerKind kind) {
        return hasVariants(kind)
                ? of(kind, "dpmsolver++", 2, "midpoint")
                : new SolverVariant(kind.shortName(), kind, Map.of());
    }

    /** That of a configuration's own algorithm. */
    static SolverVariant of(SchedulerConfig config) {
        SchedulerKind kind = config.kind();
        return hasVariants(kind)
                ? of(kind, DpmSolver.of(config).toString(), (int) config.number("solver_order", 2),
                        config.text("solver_type", "midpoint").equals("heun") ? "heun" : "midpoint")
                : of(kind);
    }

    /** Whether it is one that people ask for, not one that completes the table. */
    static boolean isUsual(String name) {
        return !name.startsWith("dpm") || USUAL_OF_DPM.contains(name);
    }

    private static int highestOrder(String algorithm) {
        return algorithm.equals("sde-dpmsolver") ? 2 : 3;
    }

    private static List<String> algorithms(SchedulerKind kind) {
        return kind == SchedulerKind.DPM_MULTISTEP
                ? List.of("dpmsolver++", "sde-dpmsolver++", "dpmsolver", "sde-dpmsolver")
                : List.of("dpmsolver++", "sde-dpmsolver++", "dpmsolver");
    }

    private static boolean hasVariants(SchedulerKind kind) {
        return kind == SchedulerKind.DPM_MULTISTEP || kind == SchedulerKind.DPM_SINGLESTEP;
    }

    private static SolverVariant of(SchedulerKind kind, String algorithm, int order, String type) {
        boolean dataPrediction = algorithm.endsWith("++");
        String name = (dataPrediction ? "dpmpp-" : "dpm-") + order
                + (kind == SchedulerKind.DPM_MULTISTEP ? "m" : "s")
                + (algorithm.startsWith("sde-") ? "-sde" : "") + (type.equals("heun") ? "-heun" : "");
        Map<String, Object> settings = Map.of("algorithm_type", algorithm, "solver_order", order, "solver_type", type);
        if (dataPrediction)
            return new SolverVariant(name, kind, settings);
        // without ++ the solver predicts noise, which is not defined where none is left
        return new SolverVariant(name, kind, Map.of("algorithm_type", algorithm, "solver_order", order, "solver_type",
                type, "final_sigmas_type", "sigma_min"));
    }
}
