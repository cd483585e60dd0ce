package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.request.ScheduleType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How latents are walked from noise to an image: an algorithm, which of its variants, and how noise levels are spaced.
 * A choice fixes the keys of a scheduler configuration that its name speaks of; everything else is the repository's.
 *
 * <p>
 * Each choice has one {@linkplain #name name}: the algorithm, then {@code -karras}, {@code -exponential},
 * {@code -beta}, {@code -lu} or {@code -trailing} where the levels are not simply those of the repository's timesteps.
 * DPM-Solver's variants are {@code dpmpp-2m} (or {@code dpm-} for the solver without ++, {@code 1} to {@code 3} for the
 * order, {@code s} for singlestep), followed by {@code -sde} and {@code -heun} where they apply. {@link #parse} also
 * reads diffusers' class names and the names of AUTOMATIC1111 and ComfyUI. Immutable.
 */
final class SchedulerChoice {
    private static final Map<String, SchedulerChoice> BY_NAME = all();

    private final String name;
    private final SchedulerKind kind;
    private final ScheduleType type;
    private final Map<String, Object> settings;

    private SchedulerChoice(SolverVariant variant, ScheduleType type) {
        this.name = type.appendedTo(variant.name());
        this.kind = variant.kind();
        this.type = type;
        Map<String, Object> both = new LinkedHashMap<>(variant.settings());
        both.putAll(ScheduleTypes.settings(type, kind));
        this.settings = Map.copyOf(both);
    }

    private static Map<String, SchedulerChoice> all() {
        Map<String, SchedulerChoice> choices = new LinkedHashMap<>();
        for (SolverVariant variant : SolverVariant.all()) {
            for (ScheduleType type : ScheduleTypes.of(variant.kind())) {
                SchedulerChoice choice = new SchedulerChoice(variant, type);
                choices.put(choice.name, choice);
            }
        }
        return choices;
    }

    /**
     * The choice of this name, in any case: ours, that of a diffusers class, or a sampler of AUTOMATIC1111 with or without
     * its schedule type.
     *
     * @throws DreamCacherException
     *             {@code BAD_REQUEST} if there is none, with the nearest there are
     */
    public static SchedulerChoice parse(String name) {
        return SchedulerNames.parse(name);
    }

    /** Every choice, each algorithm's own first. */
    static Collection<SchedulerChoice> values() {
        return BY_NAME.values();
    }

    /** The choice that a configuration makes by itself. */
    static SchedulerChoice of(SchedulerConfig config) {
        return new SchedulerChoice(SolverVariant.of(config), ScheduleTypes.of(config));
    }

    /** Those worth offering for a network: each algorithm in its usual form, and with Karras levels where it has them. */
    static List<SchedulerChoice> offered() {
        return BY_NAME.values()
                .stream()
                .filter(choice -> choice.kind != SchedulerKind.EDM_EULER)
                .filter(choice -> SolverVariant.isUsual(choice.type.removedFrom(choice.name)))
                .filter(choice -> choice.type == ScheduleType.AS_CONFIGURED || choice.type == ScheduleType.KARRAS)
                .toList();
    }

    /** The one lower-case name, as requests carry it. */
    public String name() {
        return name;
    }

    /** The algorithm. */
    public SchedulerKind kind() {
        return kind;
    }

    /** The keys it fixes, with text, whole numbers and truth values. */
    Map<String, Object> settings() {
        return settings;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SchedulerChoice that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
