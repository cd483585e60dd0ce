package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.EditDistance;
import io.dreamcacher.request.SamplerNames;
import io.dreamcacher.request.ScheduleType;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The names that schedulers go by, and which choice each one is: ours, those of diffusers' classes, ComfyUI's, and
 * AUTOMATIC1111's, which {@link SamplerNames} has.
 */
final class SchedulerNames {
    /** Longer names are not compared with all known ones. */
    private static final int LONGEST_NAME = 80;
    private static final int SUGGESTIONS = 3;

    /** Lower case, with one hyphen for blanks and underscores, and pp for ++. */
    private static final Map<String, String> VARIANTS = variants();
    private static final Map<String, ScheduleType> TYPES = types();
    /** What diffusers has no equivalent for, and the variant nearest to it. */
    private static final Map<String, String> NEAREST = Map.of("dpmpp-2s-a", "dpmpp-2s", "dpmpp-2s-ancestral",
            "dpmpp-2s",
            "dpm-fast", "dpmpp-2s", "dpm-adaptive", "dpmpp-2m", "restart", "heun", "ddim-cfgpp", "ddim");
    private static final Map<String, ScheduleType> NEAREST_TYPE = Map.of("-karras-exponential", ScheduleType.KARRAS,
            "-polyexponential", ScheduleType.EXPONENTIAL, "-kl-optimal", ScheduleType.KARRAS, "-align-your-steps",
            ScheduleType.KARRAS, "-ddim", ScheduleType.AS_CONFIGURED);

    private static final String AUTOMATIC = "-automatic";

    private SchedulerNames() {}

    static SchedulerChoice parse(String name) {
        String known = normal(name);
        requireEquivalentType(name, known);
        if (known.endsWith(AUTOMATIC)) {
            String variant = known.substring(0, known.length() - AUTOMATIC.length());
            String found = VARIANTS.getOrDefault(variant, variant);
            return parse(name, variant, SamplerNames.automatic(found));
        }
        for (Map.Entry<String, ScheduleType> suffix : TYPES.entrySet()) {
            if (known.endsWith(suffix.getKey()) && known.length() > suffix.getKey().length())
                return parse(name, known.substring(0, known.length() - suffix.getKey().length()), suffix.getValue());
        }
        return parse(name, known, ScheduleType.AS_CONFIGURED);
    }

    private static SchedulerChoice parse(String name, String variant, ScheduleType type) {
        if (NEAREST.containsKey(variant))
            throw withoutEquivalent(name, nearest(NEAREST.get(variant), type));
        String found = VARIANTS.get(variant);
        if (found == null)
            throw unknown(name);
        return find(type.appendedTo(found)).orElseThrow(() -> DreamCacherException.badRequest(
                "The scheduler %s has no %s noise levels in diffusers, but \"%s\" was asked for. Ask for %s, or for %s."
                        .formatted(found, type.name().toLowerCase(Locale.ROOT), shown(name), found,
                                type.appendedTo("euler"))));
    }

    private static Optional<SchedulerChoice> find(String name) {
        return SchedulerChoice.values().stream().filter(choice -> choice.name().equals(name)).findFirst();
    }

    private static void requireEquivalentType(String name, String known) {
        NEAREST_TYPE.forEach((suffix, type) -> {
            if (!known.endsWith(suffix))
                return;
            String variant = known.substring(0, known.length() - suffix.length());
            String found = NEAREST.getOrDefault(variant, VARIANTS.getOrDefault(variant, ""));
            if (!found.isEmpty())
                throw withoutEquivalent(name, nearest(found, type));
        });
    }

    private static String nearest(String variant, ScheduleType type) {
        return find(type.appendedTo(variant)).map(SchedulerChoice::name).orElse(variant);
    }

    private static DreamCacherException withoutEquivalent(String name, String nearest) {
        return DreamCacherException.badRequest(
                "The scheduler must be one that diffusers has; it has no equivalent of AUTOMATIC1111's \"%s\". The nearest is %s."
                        .formatted(shown(name), nearest));
    }

    private static DreamCacherException unknown(String name) {
        String suggestions = suggestions(normal(name));
        return DreamCacherException.badRequest(
                "The scheduler must be a name such as euler-a or dpmpp-2m-karras, a class of diffusers or a sampler of AUTOMATIC1111; found \"%s\". The nearest known are %s."
                        .formatted(shown(name), suggestions));
    }

    /** The offered names that are the fewest edits away, or whose other spellings are. */
    private static String suggestions(String wanted) {
        Map<String, Integer> distances = new LinkedHashMap<>();
        for (SchedulerChoice choice : SchedulerChoice.offered())
            distances.put(choice.name(), EditDistance.between(wanted, choice.name()));
        VARIANTS.forEach((spelling, variant) -> {
            if (SolverVariant.isUsual(variant))
                distances.merge(variant, EditDistance.between(wanted, spelling), Math::min);
        });
        return distances.entrySet()
                .stream()
                .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .limit(SUGGESTIONS)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    private static String normal(String name) {
        String cut = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        return SamplerNames.normal(cut);
    }

    private static String shown(String name) {
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "..." : name;
    }

    private static Map<String, String> variants() {
        Map<String, String> variants = new LinkedHashMap<>();
        for (SolverVariant variant : SolverVariant.all())
            variants.put(variant.name(), variant.name());
        for (SchedulerKind kind : SchedulerKind.values()) {
            variants.putIfAbsent(kind.shortName(), SolverVariant.of(kind).name());
            variants.put(kind.className().toLowerCase(Locale.ROOT), SolverVariant.of(kind).name());
        }
        SamplerNames.samplers().forEach((algorithm, sampler) -> variants.put(SamplerNames.normal(sampler), algorithm));
        variants.putAll(Map.of("dpmpp-singlestep", "dpmpp-2s", "dpmpp-multistep", "dpmpp-2m"));
        variants.putAll(Map.of("euler-ancestral", "euler-a", "dpm-2", "kdpm2", "dpm-2-ancestral", "kdpm2-a", "uni-pc",
                "unipc")); // ComfyUI's spellings
        return variants;
    }

    private static Map<String, ScheduleType> types() {
        Map<String, ScheduleType> types = new LinkedHashMap<>();
        for (ScheduleType type : ScheduleType.values())
            if (type != ScheduleType.AS_CONFIGURED)
                types.put(type.appendedTo(""), type);
        SamplerNames.scheduleTypes().forEach((name, type) -> types.putIfAbsent("-" + SamplerNames.normal(name), type));
        return types;
    }
}
