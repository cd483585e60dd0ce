package io.dreamcacher.picture;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What AUTOMATIC1111's web UI (1.10) calls our schedulers: a sampler and a schedule type. */
final class SamplerNames {
    /** What the web UI writes where the sampler decides. */
    static final String AUTOMATIC = "Automatic";

    private static final Map<String, String> SAMPLERS = Map.ofEntries(Map.entry("pndm", "PLMS"),
            Map.entry("ddim", "DDIM"), Map.entry("lms", "LMS"), Map.entry("euler", "Euler"),
            Map.entry("euler-a", "Euler a"), Map.entry("heun", "Heun"), Map.entry("kdpm2", "DPM2"),
            Map.entry("kdpm2-a", "DPM2 a"), Map.entry("dpmpp-2m", "DPM++ 2M"),
            Map.entry("dpmpp-2m-sde", "DPM++ 2M SDE"), Map.entry("dpmpp-3m-sde", "DPM++ 3M SDE"),
            Map.entry("dpmpp-2s-sde", "DPM++ SDE"), Map.entry("unipc", "UniPC"), Map.entry("lcm", "LCM"));
    private static final Map<String, String> SCHEDULE_TYPES = Map.of("-karras", "Karras", "-exponential", "Exponential",
            "-beta", "Beta");
    private static final Map<String, String> SCHEDULERS = inverted();

    /** Schedulers whose sampler means another spacing than the plain one when it is left to decide. */
    private static final Map<String, String> SPACING_OF_AUTOMATIC = Map.of("kdpm2", "-karras", "kdpm2-a", "-karras",
            "dpmpp-2m", "-karras", "dpmpp-2s-sde", "-karras", "dpmpp-2m-sde", "-exponential", "dpmpp-3m-sde",
            "-exponential");
    private static final String UNIFORM = "Uniform";

    private SamplerNames() {}

    private static Map<String, String> inverted() {
        Map<String, String> inverted = new HashMap<>();
        SAMPLERS.forEach((scheduler, sampler) -> inverted.put(sampler.toLowerCase(Locale.ROOT), scheduler));
        return inverted;
    }

    /** The sampler of a scheduler; its own name where the web UI has none like it. */
    static String sampler(String scheduler) {
        String algorithm = scheduler.substring(0, scheduler.length() - spacing(scheduler).length());
        return SAMPLERS.getOrDefault(algorithm, algorithm);
    }

    /** The schedule type of a scheduler. */
    static String scheduleType(String scheduler) {
        String plain = SPACING_OF_AUTOMATIC.containsKey(scheduler) ? UNIFORM : AUTOMATIC;
        return SCHEDULE_TYPES.getOrDefault(spacing(scheduler), plain);
    }

    private static String spacing(String scheduler) {
        return SCHEDULE_TYPES.keySet().stream().filter(scheduler::endsWith).findFirst().orElse("");
    }

    /** Our scheduler of a sampler and a schedule type, in any case; empty if we have none like it. */
    static Optional<String> scheduler(String sampler, String scheduleType) {
        Optional<String> algorithm = Optional.ofNullable(SCHEDULERS.get(sampler.toLowerCase(Locale.ROOT)));
        if (scheduleType.equalsIgnoreCase(UNIFORM)) {
            return algorithm;
        }
        if (scheduleType.equalsIgnoreCase(AUTOMATIC)) {
            return algorithm.map(name -> name + SPACING_OF_AUTOMATIC.getOrDefault(name, ""));
        }
        return algorithm.flatMap(name -> SCHEDULE_TYPES.entrySet()
                .stream()
                .filter(type -> type.getValue().equalsIgnoreCase(scheduleType))
                .map(type -> name + type.getKey())
                .findFirst());
    }
}
