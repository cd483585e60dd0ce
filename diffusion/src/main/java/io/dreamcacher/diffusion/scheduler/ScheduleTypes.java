package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.request.ScheduleType;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which schedule types an algorithm has in diffusers, and the keys of a configuration that say so. */
final class ScheduleTypes {
    private static final Set<ScheduleType> TIMESTEPS_ONLY = EnumSet.of(ScheduleType.AS_CONFIGURED,
            ScheduleType.TRAILING);

    private ScheduleTypes() {}

    /** Those that an algorithm has. */
    static Set<ScheduleType> of(SchedulerKind kind) {
        return switch (kind) {
            case DDIM, DDPM, PNDM, EULER_ANCESTRAL -> TIMESTEPS_ONLY;
            case DPM_MULTISTEP -> EnumSet.allOf(ScheduleType.class);
            case LMS, EULER, HEUN, KDPM2, KDPM2_ANCESTRAL, DEIS, UNIPC ->
                EnumSet.complementOf(EnumSet.of(ScheduleType.LU));
            case DPM_SINGLESTEP -> EnumSet.complementOf(EnumSet.of(ScheduleType.LU, ScheduleType.TRAILING));
            case LCM, TCD, EDM_EULER -> EnumSet.of(ScheduleType.AS_CONFIGURED);
        };
    }

    /** That of a configuration's own algorithm. */
    static ScheduleType of(SchedulerConfig config) {
        Set<ScheduleType> possible = of(config.kind());
        if (!possible.contains(ScheduleType.KARRAS))
            return ScheduleType.AS_CONFIGURED;
        return switch (Respacing.of(config)) {
            case NONE, LAMBDA ->
                possible.contains(ScheduleType.LU) && config.flag("use_lu_lambdas", false)
                        ? ScheduleType.LU
                        : ScheduleType.AS_CONFIGURED;
            case KARRAS -> ScheduleType.KARRAS;
            case EXPONENTIAL -> ScheduleType.EXPONENTIAL;
            case BETA -> ScheduleType.BETA;
        };
    }

    /** The keys a type fixes, as diffusers' table of A1111's schedule types has them (documentation, "Schedulers"). */
    static Map<String, Object> settings(ScheduleType type, SchedulerKind kind) {
        Map<String, Object> settings = new LinkedHashMap<>();
        if (of(kind).contains(ScheduleType.KARRAS)) {
            settings.put("use_karras_sigmas", type == ScheduleType.KARRAS);
            settings.put("use_exponential_sigmas", type == ScheduleType.EXPONENTIAL);
            settings.put("use_beta_sigmas", type == ScheduleType.BETA);
        }
        if (of(kind).contains(ScheduleType.LU))
            settings.put("use_lu_lambdas", type == ScheduleType.LU);
        if (type == ScheduleType.EXPONENTIAL || type == ScheduleType.BETA)
            settings.put("timestep_spacing", "linspace");
        if (type == ScheduleType.TRAILING)
            settings.put("timestep_spacing", "trailing");
        return settings;
    }
}
