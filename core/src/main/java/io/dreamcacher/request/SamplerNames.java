package io.dreamcacher.request;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What AUTOMATIC1111's web UI (1.10) calls our schedulers: a sampler and a schedule type. This is the one place of its names,
 * for choosing a scheduler by them and for the parameters inside images. They are mapped as the table in diffusers'
 * documentation ("Schedulers", api/schedulers/overview) maps them; DPM++ SDE, for which that table names the singlestep solver
 * without more, is that solver's stochastic form.
 */
public final class SamplerNames {
    /** What the web UI writes where the sampler decides. */
    public static final String AUTOMATIC = "Automatic";

    private static final String UNIFORM = "Uniform";

    /** By algorithm: what a scheduler's name begins with. */
    private static final Map<String, String> SAMPLERS = Map.ofEntries(Map.entry("pndm", "PLMS"),
            Map.entry("ddim", "DDIM"), Map.entry("lms", "LMS"), Map.entry("euler", "Euler"),
            Map.entry("euler-a", "Euler a"), Map.entry("heun", "Heun"), Map.entry("kdpm2", "DPM2"),
            Map.entry("kdpm2-a", "DPM2 a"), Map.entry("dpmpp-2m", "DPM++ 2M"),
            Map.entry("dpmpp-2m-sde", "DPM++ 2M SDE"), Map.entry("dpmpp-2m-sde-heun", "DPM++ 2M SDE Heun"),
            Map.entry("dpmpp-3m-sde", "DPM++ 3M SDE"), Map.entry("dpmpp-2s-sde", "DPM++ SDE"),
            Map.entry("unipc", "UniPC"), Map.entry("lcm", "LCM"));

    /** What Automatic is, where it is not that of the timesteps (sd_samplers_kdiffusion.py). */
    private static final Map<String, ScheduleType> AUTOMATIC_TYPES = Map.of("dpmpp-2m", ScheduleType.KARRAS,
            "dpmpp-2s-sde", ScheduleType.KARRAS, "dpmpp-2s-a", ScheduleType.KARRAS, "kdpm2", ScheduleType.KARRAS,
            "kdpm2-a", ScheduleType.KARRAS, "dpmpp-2m-sde", ScheduleType.EXPONENTIAL, "dpmpp-2m-sde-heun",
            ScheduleType.EXPONENTIAL, "dpmpp-3m-sde", ScheduleType.EXPONENTIAL);

    private static final Map<String, ScheduleType> TYPES = types();

    private SamplerNames() {}

    private static Map<String, ScheduleType> types() {
        Map<String, ScheduleType> types = new LinkedHashMap<>();
        types.put("Karras", ScheduleType.KARRAS);
        types.put("Exponential", ScheduleType.EXPONENTIAL);
        types.put("Beta", ScheduleType.BETA);
        types.put("SGM Uniform", ScheduleType.TRAILING); // before the shorter one that it ends in
        types.put("Simple", ScheduleType.TRAILING);
        types.put("Normal", ScheduleType.AS_CONFIGURED);
        types.put(UNIFORM, ScheduleType.AS_CONFIGURED);
        return types;
    }

    /** Every sampler there is an equivalent of, by its algorithm here. */
    public static Map<String, String> samplers() {
        return SAMPLERS;
    }

    /** Every schedule type there is an equivalent of, by the web UI's name; a longer one before one that it ends in. */
    public static Map<String, ScheduleType> scheduleTypes() {
        return Collections.unmodifiableMap(TYPES);
    }

    /** What the schedule type Automatic is for an algorithm. */
    public static ScheduleType automatic(String algorithm) {
        return AUTOMATIC_TYPES.getOrDefault(algorithm, ScheduleType.AS_CONFIGURED);
    }

    /** The sampler of a scheduler; its own name where the web UI has none like it. */
    public static String sampler(String scheduler) {
        String algorithm = ScheduleType.of(scheduler).removedFrom(scheduler);
        return SAMPLERS.getOrDefault(algorithm, algorithm);
    }

    /** The schedule type of a scheduler; Automatic where the web UI has none like it. */
    public static String scheduleType(String scheduler) {
        ScheduleType type = ScheduleType.of(scheduler);
        if (type == ScheduleType.AS_CONFIGURED) {
            return AUTOMATIC_TYPES.containsKey(scheduler) ? UNIFORM : AUTOMATIC;
        }
        return TYPES.entrySet()
                .stream()
                .filter(known -> known.getValue() == type)
                .findFirst()
                .map(Map.Entry::getKey)
                .orElse(AUTOMATIC);
    }

    /** Our scheduler of a sampler and a schedule type, in any case; empty if there is none like it. */
    public static Optional<String> scheduler(String sampler, String scheduleType) {
        Optional<String> algorithm = SAMPLERS.entrySet()
                .stream()
                .filter(known -> known.getValue().equalsIgnoreCase(sampler))
                .findFirst()
                .map(Map.Entry::getKey);
        if (scheduleType.equalsIgnoreCase(AUTOMATIC)) {
            return algorithm.map(name -> automatic(name).appendedTo(name));
        }
        return algorithm.flatMap(name -> TYPES.entrySet()
                .stream()
                .filter(known -> known.getKey().equalsIgnoreCase(scheduleType))
                .findFirst()
                .map(known -> known.getValue().appendedTo(name)));
    }

    /** A name as choices are compared: in lower case, with one hyphen for blanks and underscores, and pp for ++. */
    public static String normal(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replace("++", "pp").replaceAll("[\\s_-]+", "-");
    }
}
