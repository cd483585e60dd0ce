package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.scheduler.NoiseSchedule.PredictionType;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a {@code scheduler_config.json} says. A key that is missing or null means the default of the diffusers class; a
 * key that an algorithm does not have is ignored, so that a configuration serves them all. Immutable and thread-safe.
 */
public final class SchedulerConfig {
    /** Python writes Infinity and NaN as they are. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final String className;
    private final JsonNode json;
    private final String source;

    private SchedulerConfig(String className, JsonNode json, String source) {
        this.className = className;
        this.json = json;
        this.source = source;
    }

    /**
     * Reads the file and checks every value its algorithm uses.
     *
     * @throws DreamCacherException
     *             {@code BAD_MODEL} if it is missing, malformed, names no class or has an unknown value; an unknown class
     *             is no failure until its algorithm is asked for
     */
    public static SchedulerConfig read(Path file) {
        if (!Files.isRegularFile(file))
            throw bad("A pipeline must have the file %s; it is missing.".formatted(file));
        try {
            return of(JSON.readTree(file.toFile()), file.toString());
        } catch (JacksonException e) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "%s must be JSON; found: %s.".formatted(file, e.getOriginalMessage()), e);
        }
    }

    /**
     * What a scheduler_config.json would say, and the same checks.
     *
     * @param source where it comes from, for messages
     * @throws DreamCacherException
     *             {@code BAD_MODEL} if it is malformed, names no class or has an unknown value
     */
    public static SchedulerConfig parse(String json, String source) {
        try {
            return of(JSON.readTree(json), source);
        } catch (JacksonException e) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "%s must be JSON; found: %s.".formatted(source, e.getOriginalMessage()), e);
        }
    }

    static SchedulerConfig of(JsonNode json, String source) {
        String name = json.path("_class_name").asString("");
        if (name.isEmpty())
            throw bad("_class_name in %s must be one of %s; found none. Correct the file."
                    .formatted(source, SchedulerKind.classNames()));
        SchedulerConfig config = new SchedulerConfig(name, json, source);
        return SchedulerKind.find(name).isPresent() ? config.checked() : config;
    }

    /**
     * The algorithm it names.
     *
     * @throws DreamCacherException
     *             {@code BAD_MODEL} if it is none of ours; {@link #named another} may still be asked for
     */
    public SchedulerKind kind() {
        return SchedulerKind.find(className)
                .orElseThrow(() -> bad("_class_name in %s must be one of %s; found %s. Choose another scheduler."
                        .formatted(source, SchedulerKind.classNames(), className)));
    }

    /** The name of its own choice, or its class if that is unknown here; what a request carries that names none. */
    public String ownName() {
        return SchedulerKind.find(className).isPresent() ? SchedulerChoice.of(this).name() : className;
    }

    /** Its own name, and the other names worth offering for the network. */
    public List<String> offeredNames() {
        return Stream.concat(Stream.of(ownName()), SchedulerChoice.offered().stream().map(SchedulerChoice::name))
                .distinct()
                .toList();
    }

    /**
     * The one spelling of a scheduler's name, as {@link SchedulerChoice#parse} reads it.
     *
     * @throws DreamCacherException
     *             {@code BAD_REQUEST} if it is unknown
     */
    public String canonicalName(String name) {
        return name.equalsIgnoreCase(ownName()) ? ownName() : SchedulerChoice.parse(name).name();
    }

    /**
     * The configuration of a scheduler by name; its own name is itself, whatever it says.
     *
     * @throws DreamCacherException
     *             {@code BAD_REQUEST} if the name is unknown, {@code BAD_MODEL} if it is this file's own class and that is
     *             unknown here, or if a value does not suit the algorithm
     */
    public SchedulerConfig named(String name) {
        if (!name.equalsIgnoreCase(ownName()))
            return with(SchedulerChoice.parse(name));
        kind();
        return this;
    }

    /**
     * With the keys that a choice fixes; a configuration that makes the choice by itself stays as it is.
     *
     * @throws DreamCacherException
     *             {@code BAD_MODEL} if a value does not suit the algorithm
     */
    public SchedulerConfig with(SchedulerChoice choice) {
        if (choice.name().equals(ownName()))
            return this;
        ObjectNode changed = (ObjectNode) json.deepCopy();
        choice.settings().forEach((key, value) -> changed.set(key, JSON.valueToTree(value)));
        return new SchedulerConfig(choice.kind().className(), changed, source).checked();
    }

    /**
     * The same noise schedule walked by another algorithm, as diffusers' {@code from_config} does: what the file says
     * is carried over, what it does not say is the other algorithm's default.
     *
     * @throws DreamCacherException
     *             {@code BAD_MODEL} if a value does not suit that algorithm
     */
    public SchedulerConfig with(SchedulerKind otherKind) {
        return new SchedulerConfig(otherKind.className(), json, source).checked();
    }

    /**
     * A run of so many steps without noise that need not be drawn, as {@link #scheduler(int, double)} with an eta of 0.
     *
     * @throws DreamCacherException
     *             {@code BAD_REQUEST} if the algorithm cannot make that many or so few
     */
    public Scheduler scheduler(int steps) {
        return scheduler(steps, 0);
    }

    /**
     * A run of so many steps.
     *
     * @param eta
     *            0, as the pipelines of diffusers have it unless told, to 1: how much fresh noise each step of DDIM (Song et
     *            al., arXiv 2010.02502, formula 16) or TCD (the gamma of Zheng et al., arXiv 2402.19159) mixes in
     * @throws DreamCacherException
     *             {@code BAD_REQUEST} if the algorithm cannot make that many steps or so few, or has no eta and one above 0
     *             is given. (diffusers ignores it then.)
     */
    public Scheduler scheduler(int steps, double eta) {
        int most = trainTimesteps();
        if (steps < 1 || steps > most)
            throw DreamCacherException.badRequest("Steps must be 1 to %d; found %d.".formatted(most, steps));
        if (eta != 0 && !kind().takesEta())
            throw DreamCacherException.badRequest(
                    "eta must be 0 or left out for %s, which mixes in no share of noise that could be chosen; %s was given. Schedulers with an eta are %s."
                            .formatted(ownName(), eta, SchedulerKind.namesWithEta()));
        return kind().scheduler(this, steps, eta);
    }

    private SchedulerConfig checked() {
        int most = kind().isDistilled() ? LcmScheduler.originalSteps(this) : trainTimesteps();
        Objects.requireNonNull(scheduler(Math.min(4, most)));
        return this;
    }

    int trainTimesteps() {
        double value = number("num_train_timesteps", 1000);
        if (value < 1 || value != Math.rint(value) || value > 1_000_000)
            throw invalid("num_train_timesteps", "a whole number of 1 to 1000000");
        return (int) value;
    }

    PredictionType predictionType() {
        return choice("prediction_type", PredictionType.EPSILON);
    }

    /** The same for an algorithm that cannot be told x0 itself. */
    PredictionType noisePredictionType() {
        if (predictionType() == PredictionType.SAMPLE)
            throw invalid("prediction_type", "epsilon or v_prediction");
        return predictionType();
    }

    /** Fails if it is of flow matching, another way of mixing in noise, of other families of networks. */
    void requireNoFlow() {
        for (String key : List.of("use_flow_sigmas", "use_dynamic_shifting")) {
            if (flag(key, false))
                throw invalid(key, "false (flow matching is not supported)");
        }
    }

    /** {@code solver_order}. */
    int solverOrder(int highest) {
        double order = number("solver_order", 2);
        if (order < 1 || order > highest || order != Math.rint(order))
            throw invalid("solver_order", "a whole number of 1 to " + highest);
        return (int) order;
    }

    boolean has(String key) {
        return !json.path(key).isMissingNode() && !json.path(key).isNull();
    }

    /** Fails if the key is there with one of these texts. */
    void requireNot(String key, String... unsupported) {
        if (Arrays.asList(unsupported).contains(json.path(key).asString("")))
            throw invalid(key, "other than %s (not supported)".formatted(String.join(", ", unsupported)));
    }

    boolean flag(String key, boolean absent) {
        if (has(key) && !json.path(key).isBoolean())
            throw invalid(key, "true or false");
        return json.path(key).asBoolean(absent);
    }

    double number(String key, double absent) {
        double value = numberOrInfinite(key, absent);
        if (!Double.isFinite(value) && has(key))
            throw invalid(key, "a number");
        return value;
    }

    /** A number of which Infinity and -Infinity are two. */
    double numberOrInfinite(String key, double absent) {
        if (!has(key))
            return absent;
        if (!json.path(key).isNumber() || Double.isNaN(json.path(key).doubleValue()))
            throw invalid(key, "a number");
        return json.path(key).doubleValue();
    }

    /** A number above 0. */
    double positive(String key, double absent) {
        double value = number(key, absent);
        if (!(value > 0))
            throw invalid(key, "above 0");
        return value;
    }

    /** A number from 1 to the number of training timesteps. */
    int count(String key, int absent) {
        double value = number(key, absent);
        if (value < 1 || value > trainTimesteps() || value != Math.rint(value))
            throw invalid(key, "a whole number of 1 to " + trainTimesteps());
        return (int) value;
    }

    String text(String key, String absent) {
        if (has(key) && !json.path(key).isString())
            throw invalid(key, "a text");
        return json.path(key).asString(absent);
    }

    double[] numbers(String key) {
        JsonNode array = json.path(key);
        if (!array.isArray() || !IntStream.range(0, array.size()).allMatch(i -> array.get(i).isNumber()))
            throw invalid(key, "a list of numbers");
        return IntStream.range(0, array.size()).mapToDouble(i -> array.get(i).doubleValue()).toArray();
    }

    /** A value spelt as the constant in lower case. */
    <E extends Enum<E>> E choice(String key, E absent) {
        if (!has(key))
            return absent;
        E[] known = absent.getDeclaringClass().getEnumConstants();
        return Arrays.stream(known)
                .filter(constant -> spelling(constant).equals(json.path(key).asString("")))
                .findFirst()
                .orElseThrow(() -> invalid(key, "one of "
                        + Arrays.stream(known).map(SchedulerConfig::spelling).collect(Collectors.joining(", "))));
    }

    private static String spelling(Enum<?> constant) {
        return constant.toString().toLowerCase(Locale.ROOT);
    }

    /** The failure that a key must have such a value and does not. */
    DreamCacherException invalid(String key, String mustBe) {
        return bad("%s in %s must be %s for %s; found %s. Choose another scheduler or correct the file."
                .formatted(key, source, mustBe, className, has(key) ? json.path(key) : "nothing"));
    }

    private static DreamCacherException bad(String message) {
        return new DreamCacherException(FailureCategory.BAD_MODEL, message);
    }
}
