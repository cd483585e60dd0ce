package io.dreamcacher.diffusion.model;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The settings of one JSON file, read with their types. A key that is absent or null has the default that the reader
 * names, as in the reference libraries; a key with a value of another type is an error that names file, key and value.
 * Immutable and thread-safe.
 */
public final class ModelConfig {
    /** Python writes Infinity and NaN into JSON; keys that nobody reads may hold them. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final Path file;
    private final String prefix;
    private final JsonNode root;

    private ModelConfig(Path file, String prefix, JsonNode root) {
        this.file = file;
        this.prefix = prefix;
        this.root = root;
    }

    /**
     * Reads a file whose content is a JSON object.
     *
     * @throws DreamCacherException {@code BAD_MODEL} if it is missing or something else
     */
    public static ModelConfig read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "The model must have a file %s; there is none. Check that the download is complete."
                            .formatted(file));
        }
        try {
            JsonNode root = JSON.readTree(file.toFile());
            if (root.isObject()) {
                return new ModelConfig(file, "", root);
            }
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "%s must hold a JSON object; found %s.".formatted(file, abbreviate(root)));
        } catch (JacksonException e) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "%s must be readable JSON; found: %s.".formatted(file, e.getOriginalMessage()), e);
        }
    }

    /**
     * Settings that no config.json holds, such as those of a file with all networks in it.
     *
     * @param source what they were found in, for messages
     * @param json an object
     * @throws IllegalArgumentException if {@code json} is none
     */
    public static ModelConfig of(Path source, String json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Settings must be JSON; found " + json, e);
        }
        if (!root.isObject()) {
            throw new IllegalArgumentException("Settings must be a JSON object; found " + abbreviate(root));
        }
        return new ModelConfig(source, "", root);
    }

    /** The same settings, one of which is another number now. */
    public ModelConfig with(String key, int value) {
        ObjectNode changed = ((ObjectNode) root).deepCopy();
        changed.put(key, value);
        return new ModelConfig(file, prefix, changed);
    }

    /** The file this was read from. */
    public Path file() {
        return file;
    }

    /** The keys of the object. */
    public Set<String> keys() {
        return Set.copyOf(root.propertyNames());
    }

    /** Whether a key has a value other than null. */
    public boolean has(String key) {
        return !isAbsent(node(key));
    }

    /** Whether a key is there with the value null, which for some keys means "without" and not "the default". */
    public boolean isNull(String key) {
        return node(key).isNull();
    }

    /**
     * Refuses keys that are not known, so that nothing a model asks for is overlooked. A key that begins with an
     * underscore is a note, such as the version of a library.
     *
     * @throws DreamCacherException {@code BAD_MODEL} naming them
     */
    public void requireKnownKeys(Set<String> known) {
        List<String> unknown = keys().stream()
                .filter(key -> !known.contains(key) && !key.startsWith("_"))
                .sorted()
                .map(key -> "%s%s (%s)".formatted(prefix, key, abbreviate(node(key))))
                .toList();
        if (!unknown.isEmpty()) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "Every setting in %s must be known; found %s. This kind of network is not supported; if the setting does not matter, remove it."
                            .formatted(file, String.join(", ", unknown)));
        }
    }

    private JsonNode node(String key) {
        return root.path(key);
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    /** The object below a key; empty if there is none. */
    public Optional<ModelConfig> section(String key) {
        JsonNode node = node(key);
        if (isAbsent(node)) {
            return Optional.empty();
        }
        if (!node.isObject()) {
            throw mustBe(key, "an object", node);
        }
        return Optional.of(new ModelConfig(file, prefix + key + ".", node));
    }

    /** A whole number of 1 or more. */
    public int positive(String key, int absent) {
        JsonNode node = node(key);
        return isAbsent(node) ? absent : positive(key, node);
    }

    private int positive(String key, JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 1) {
            throw mustBe(key, "a whole number of 1 or more", node);
        }
        return node.intValue();
    }

    /** A whole number of any sign. */
    public int integer(String key, int absent) {
        JsonNode node = node(key);
        if (isAbsent(node)) {
            return absent;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw mustBe(key, "a whole number", node);
        }
        return node.intValue();
    }

    /** A finite number. */
    public double number(String key, double absent) {
        JsonNode node = node(key);
        if (isAbsent(node)) {
            return absent;
        }
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw mustBe(key, "a finite number", node);
        }
        return node.doubleValue();
    }

    /** True or false. */
    public boolean flag(String key, boolean absent) {
        JsonNode node = node(key);
        if (isAbsent(node)) {
            return absent;
        }
        if (!node.isBoolean()) {
            throw mustBe(key, "true or false", node);
        }
        return node.booleanValue();
    }

    /** A text; empty if the key is absent. */
    public Optional<String> text(String key) {
        JsonNode node = node(key);
        return isAbsent(node) ? Optional.empty() : Optional.of(text(key, node));
    }

    private String text(String key, JsonNode node) {
        if (!node.isString()) {
            throw mustBe(key, "a text", node);
        }
        return node.stringValue();
    }

    /** A list of texts. */
    public List<String> texts(String key, List<String> absent) {
        JsonNode node = node(key);
        if (isAbsent(node)) {
            return absent;
        }
        if (!node.isArray()) {
            throw mustBe(key, "a list of texts", node);
        }
        List<String> texts = new ArrayList<>();
        node.forEach(element -> texts.add(text(key, element)));
        return List.copyOf(texts);
    }

    /** A list of whole numbers of 1 or more. */
    public List<Integer> positives(String key, List<Integer> absent) {
        JsonNode node = node(key);
        if (isAbsent(node)) {
            return absent;
        }
        if (!node.isArray() || node.isEmpty()) {
            throw mustBe(key, "a list of whole numbers", node);
        }
        List<Integer> numbers = new ArrayList<>();
        node.forEach(element -> numbers.add(positive(key, element)));
        return List.copyOf(numbers);
    }

    /** A whole number of 1 or more for each of {@code blocks} blocks: a list of as many, or one number for all. */
    public List<Integer> positivesPerBlock(String key, int blocks, int absent) {
        JsonNode node = node(key);
        if (!node.isArray()) {
            return Collections.nCopies(blocks, positive(key, absent));
        }
        List<Integer> numbers = positives(key, List.of());
        if (numbers.size() != blocks) {
            throw mustBe(key, "one number, or a list of %d, one a block".formatted(blocks), node);
        }
        return numbers;
    }

    /**
     * Whole numbers of 0 or more for each layer of each block. One number goes for everything, a number in the list for
     * all layers of its block.
     *
     * @param layers how many layers each block has
     */
    public List<List<Integer>> countsPerLayer(String key, List<Integer> layers, int absent) {
        JsonNode node = node(key);
        List<List<Integer>> counts = new ArrayList<>();
        if (node.isArray() && node.size() != layers.size()) {
            throw mustBe(key, "one number, or a list of %d, one a block".formatted(layers.size()), node);
        }
        for (int block = 0; block < layers.size(); block++) {
            counts.add(counts(key, node.isArray() ? node.get(block) : node, layers.get(block), absent));
        }
        return List.copyOf(counts);
    }

    private List<Integer> counts(String key, JsonNode block, int layers, int absent) {
        if (!block.isArray()) {
            return Collections.nCopies(layers, isAbsent(block) ? absent : count(key, block));
        }
        if (block.size() < layers) {
            throw mustBe(key, "a list of numbers for each of a block's %d layers".formatted(layers), block);
        }
        List<Integer> counts = new ArrayList<>();
        block.forEach(layer -> counts.add(count(key, layer)));
        return List.copyOf(counts.subList(0, layers));
    }

    private int count(String key, JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0) {
            throw mustBe(key, "made of whole numbers of 0 or more", node);
        }
        return node.intValue();
    }

    /** Whether the value of a key is a list that has lists in it. */
    public boolean isNested(String key) {
        return node(key).isArray() && node(key).valueStream().anyMatch(JsonNode::isArray);
    }

    /** A list of finite numbers; empty if the key is absent. */
    public List<Double> numbers(String key) {
        JsonNode node = node(key);
        if (isAbsent(node)) {
            return List.of();
        }
        if (!node.isArray() || node.valueStream().anyMatch(x -> !x.isNumber() || !Double.isFinite(x.doubleValue()))) {
            throw mustBe(key, "a list of finite numbers", node);
        }
        return node.valueStream().map(JsonNode::doubleValue).toList();
    }

    /**
     * Refuses a key that has a value which this program does not implement.
     *
     * @param supported the only value that may be given, as JSON text; an absent or null key is fine too
     */
    public void requireSupported(String key, String supported) {
        JsonNode node = node(key);
        if (!isAbsent(node) && !sameValue(node, JSON.readTree(supported))) {
            throw mustBe(key, supported.equals("null") ? "absent or null" : supported, node);
        }
    }

    private static boolean sameValue(JsonNode a, JsonNode b) {
        return a.equals(b) || (a.isNumber() && b.isNumber() && a.doubleValue() == b.doubleValue());
    }

    /** A failure that says what a key must be and what it is. */
    public DreamCacherException mustBe(String key, String rule) {
        return mustBe(key, rule, node(key));
    }

    private DreamCacherException mustBe(String key, String rule, JsonNode found) {
        return new DreamCacherException(FailureCategory.BAD_MODEL,
                "%s in %s must be %s; found %s. Other values are not supported."
                        .formatted(prefix + key, file, rule, abbreviate(found)));
    }

    private static String abbreviate(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.toString();
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }
}
