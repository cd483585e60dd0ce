package io.dreamcacher.server;

import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.embedded.EngineOptions;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.memory.MemoryParts;
import io.dreamcacher.request.MemoryIntent;
import io.dreamcacher.request.Reuse;
import io.dreamcacher.reuse.ErrorBudget;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where a service's settings come from: a flag wins over the environment, that over the file, that over the default.
 * {@code docs/config.md} lists every key. A key {@code upload-bytes} is {@code --upload-bytes} as a flag,
 * {@code DREAMCACHER_UPLOAD_BYTES} in the environment and {@code upload-bytes} in the file.
 */
public final class ServiceSettings {
    /** Name of the file looked for in the data folder. */
    public static final String FILE = "dreamcacher.properties";

    private static final Set<String> KEYS = Set.of("budget", "callers-per-picture", "checked-share", "clip", "count",
            "host", "images", "low-memory", "model", "patience",
            "pixel-steps", "pixels", "port", "prompt-characters", "provider", "reuse", "safety", "send-seconds",
            "steps",
            "tie-band", "upload-bytes", "verifier", "waiting");

    private final Map<String, Source> sources = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private ServiceSettings() {}

    /**
     * A value and who said so.
     *
     * @param value as written
     * @param where for people
     */
    private record Source(String value, String where) {}

    /**
     * Puts the settings together.
     *
     * @param memory the data and cache folder, and what nothing else sets
     * @param flags what the command line named, by key without dashes; {@code config} names a file to read instead of
     *        the data folder's
     * @param environment of the process
     * @throws DreamCacherException with BAD_REQUEST and every problem found
     */
    public static ServiceOptions read(MemoryOptions memory, Map<String, String> flags,
            Map<String, String> environment) {
        ServiceSettings settings = new ServiceSettings();
        settings.readFile(memory.dataFolder(), flags, environment);
        settings.readEnvironment(environment);
        flags.forEach((key, value) -> settings.put(key, value, "--" + key));
        ServiceOptions options = settings.options(memory);
        if (!settings.problems.isEmpty()) {
            throw DreamCacherException.badRequest(String.join(" ", settings.problems));
        }
        return options;
    }

    private void readFile(Path dataFolder, Map<String, String> flags, Map<String, String> environment) {
        String named = flags.getOrDefault("config", environment.getOrDefault("DREAMCACHER_CONFIG", ""));
        Path file = named.isEmpty() ? dataFolder.resolve(FILE) : Path.of(named);
        if (named.isEmpty() && !Files.exists(file)) {
            return;
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            problems.add(
                    "The settings file %s must be a readable properties file in UTF-8, but: %s.".formatted(file, e));
            return;
        }
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            if (KEYS.contains(key)) {
                put(key, properties.getProperty(key), file.toString());
            } else {
                problems.add("%s has the key \"%s\", which is not known; known are %s."
                        .formatted(file, key, String.join(", ", new TreeSet<>(KEYS))));
            }
        }
    }

    private void readEnvironment(Map<String, String> environment) {
        for (String key : KEYS) {
            String name = "DREAMCACHER_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                put(key, value, name);
            }
        }
    }

    private void put(String key, String value, String where) {
        sources.put(key, new Source(value.strip(), where));
    }

    private ServiceOptions options(MemoryOptions memory) {
        ServiceLimits usual = ServiceLimits.USUAL;
        ServiceLimits limits = new ServiceLimits(number("prompt-characters", usual.promptCharacters(), 1),
                number("pixels", usual.pixels(), 1), number("steps", usual.steps(), 1),
                number("count", usual.count(), 1),
                number("pixel-steps", usual.pixelSteps(), 1), number("upload-bytes", usual.uploadBytes(), 1),
                number("send-seconds", usual.sendSeconds(), 1));
        Duration patience = Duration.ofSeconds(number("patience", Math.toIntExact(memory.patience().toSeconds()), 0));
        MemoryOptions resolved = memory.withModels(models(text("model", listed(memory.models()))))
                .withClip(text("clip", memory.clip()))
                .withPolicy(policy(memory.policy()))
                .withEngine(engine(memory.engine()))
                .withPatience(patience);
        return new ServiceOptions(resolved, text("host", ServiceOptions.USUAL_HOST),
                number("port", ServiceOptions.USUAL_PORT, 0), limits, reuse(),
                Optional.of(text("images", "")).filter(place -> !place.isEmpty()));
    }

    /** The models of a service as its settings write them: a comma between, one within a name as {@code %2C}. */
    public static String listed(List<String> models) {
        return models.stream().map(model -> model.replace(",", "%2C")).collect(Collectors.joining(","));
    }

    private static List<String> models(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
    }

    private MemoryIntent reuse() {
        MemoryIntent usual = MemoryIntent.USUAL;
        return MemoryIntent.of(parsed("reuse", Reuse::named, usual.reuse()),
                parsed("budget", ErrorBudget::parse, usual.budget()));
    }

    private <T> T parsed(String key, Function<String, T> reader, T usual) {
        try {
            return Optional.ofNullable(sources.get(key)).map(Source::value).map(reader).orElse(usual);
        } catch (DreamCacherException e) {
            problems.add(e.getMessage());
            return usual;
        }
    }

    private MemoryParts.Policy policy(MemoryParts.Policy usual) {
        return new MemoryParts.Policy(number("waiting", usual.waiting(), 1), share("tie-band", usual.tieBand()),
                number("callers-per-picture", usual.callersPerImage(), 0),
                share("checked-share", usual.checkedShare()));
    }

    /** A number from 0 to 1, or percent. */
    private double share(String key, double usual) {
        Source source = sources.get(key);
        if (source == null) {
            return usual;
        }
        String text = source.value();
        try {
            double value = text.endsWith("%")
                    ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
                    : Double.parseDouble(text);
            if (value >= 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, together with numbers out of range
        }
        problems.add("%s must be a share from 0 to 1, or percent (2%%), but %s says \"%s\".".formatted(key,
                source.where(), text));
        return usual;
    }

    private EngineOptions engine(EngineOptions usual) {
        try {
            return new EngineOptions(truth("low-memory", usual.lowMemory()), text("provider", usual.provider()),
                    text("safety", usual.safety()), text("verifier", usual.verifier()));
        } catch (DreamCacherException e) {
            problems.add(e.getMessage());
            return usual;
        }
    }

    private boolean truth(String key, boolean usual) {
        String value = text(key, Boolean.toString(usual));
        if (!value.equals("true") && !value.equals("false")) {
            problems.add("%s must be true or false, but \"%s\" was given.".formatted(key, value));
        }
        return value.equals("true");
    }

    private String text(String key, String usual) {
        Source source = sources.get(key);
        return source == null ? usual : source.value();
    }

    private int number(String key, int usual, int least) {
        Source source = sources.get(key);
        if (source == null) {
            return usual;
        }
        try {
            int value = Integer.parseInt(source.value());
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, together with numbers that are too small
        }
        problems.add(
                "%s must be a whole number of %d or more, but %s says \"%s\".".formatted(key, least, source.where(),
                        source.value()));
        return usual;
    }
}
