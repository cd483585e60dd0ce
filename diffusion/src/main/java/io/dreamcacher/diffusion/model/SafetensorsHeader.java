package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.model.SafetensorsFile.TensorEntry;
import io.dreamcacher.diffusion.model.SafetensorsFile.TensorType;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the JSON header of one file and checks it by the rules of the reference implementation (safetensors 0.8): every
 * tensor lies inside the file, takes as many bytes as its type and shape ask for, and tensors follow each other without
 * overlap or gap.
 */
final class SafetensorsHeader {
    private static final String METADATA = "__metadata__";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final long dataStart;
    private final long dataLength;

    /**
     * A header of the file whose tensors begin at {@code dataStart} and fill {@code dataLength} bytes.
     */
    SafetensorsHeader(Path file, long dataStart, long dataLength) {
        this.file = file;
        this.dataStart = dataStart;
        this.dataLength = dataLength;
    }

    /**
     * What a header says.
     *
     * @param tensors by name, in the header's order
     * @param metadata the texts of {@code __metadata__}
     */
    record Content(Map<String, TensorEntry> tensors, Map<String, String> metadata) {}

    Content parse(byte[] json) {
        Map<String, TensorEntry> entries = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : tree(json).properties()) {
            if (property.getKey().equals(METADATA)) {
                addTexts(property.getValue(), metadata);
            } else {
                entries.put(property.getKey(), entry(property.getKey(), property.getValue()));
            }
        }
        requireContiguous(entries.values());
        return new Content(entries, metadata);
    }

    /** The format allows texts only; whatever else some writer left there is of no use to anybody. */
    private static void addTexts(JsonNode metadata, Map<String, String> texts) {
        for (Map.Entry<String, JsonNode> property : metadata.properties()) {
            if (property.getValue().isString()) {
                texts.put(property.getKey(), property.getValue().stringValue());
            }
        }
    }

    private JsonNode tree(byte[] json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "The header of %s must be JSON with distinct names; found: %s. Download the file again."
                            .formatted(file, e.getOriginalMessage()),
                    e);
        }
        if (!root.isObject()) {
            throw invalid("The header of %s must be a JSON object; found %s.".formatted(file, kind(root)));
        }
        return root;
    }

    private TensorEntry entry(String name, JsonNode node) {
        TensorType type = type(name, node.get("dtype"));
        Shape shape = shape(name, node.get("shape"));
        long[] offsets = integers(name, "data_offsets", node.get("data_offsets"));
        if (offsets.length != 2 || offsets[0] < 0 || offsets[1] < offsets[0]) {
            throw invalid("The data_offsets of tensor %s in %s must be a begin and a later end; found %s."
                    .formatted(name, file, Arrays.toString(offsets)));
        }
        if (offsets[1] > dataLength) {
            throw invalid("Tensor %s of %s must end within the file's %d bytes of data; its data_offsets end at %d."
                    .formatted(name, file, dataLength, offsets[1]));
        }
        long found = offsets[1] - offsets[0];
        if (found / type.sizeBytes() != shape.elements() || found % type.sizeBytes() != 0) {
            throw invalid(
                    "Tensor %s of %s must take %d elements of %d bytes (%s of %s); its data_offsets span %d bytes."
                            .formatted(name, file, shape.elements(), type.sizeBytes(), type, shape, found));
        }
        return new TensorEntry(name, type, shape, dataStart + offsets[0], found);
    }

    private TensorType type(String name, @Nullable JsonNode node) {
        for (TensorType type : TensorType.values()) {
            if (node != null && node.isString() && type.name().equals(node.stringValue())) {
                return type;
            }
        }
        throw invalid("The dtype of tensor %s in %s must be one of %s; found %s."
                .formatted(name, file, Arrays.toString(TensorType.values()), kind(node)));
    }

    private Shape shape(String name, @Nullable JsonNode node) {
        long[] sizes = integers(name, "shape", node);
        try {
            return Shape.of(sizes);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "The shape of tensor %s in %s must have sizes of 0 or more whose product fits 63 bits; found %s."
                            .formatted(name, file, Arrays.toString(sizes)),
                    e);
        }
    }

    private long[] integers(String name, String key, @Nullable JsonNode node) {
        if (node == null || !node.isArray()) {
            throw invalid("The %s of tensor %s in %s must be a list of integers; found %s."
                    .formatted(key, name, file, kind(node)));
        }
        long[] values = new long[node.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode element = node.get(i);
            if (!element.isIntegralNumber() || !element.canConvertToLong()) {
                throw invalid("The %s of tensor %s in %s must be a list of integers; found %s in it."
                        .formatted(key, name, file, kind(element)));
            }
            values[i] = element.longValue();
        }
        return values;
    }

    private void requireContiguous(Iterable<TensorEntry> entries) {
        List<TensorEntry> ordered = new ArrayList<>();
        entries.forEach(ordered::add);
        ordered.sort(Comparator.comparingLong(TensorEntry::offset).thenComparingLong(TensorEntry::length));
        long end = dataStart;
        String previous = "the header";
        for (TensorEntry entry : ordered) {
            if (entry.offset() != end) {
                throw invalid("Tensor %s of %s must begin where %s ends, at byte %d; it begins at byte %d%s."
                        .formatted(entry.name(), file, previous, end, entry.offset(),
                                entry.offset() < end ? " and overlaps it" : ""));
            }
            end += entry.length();
            previous = entry.name();
        }
        if (end != dataStart + dataLength) {
            throw invalid("The tensors of %s must fill it to its end at byte %d; the last one, %s, ends at byte %d."
                    .formatted(file, dataStart + dataLength, previous, end));
        }
    }

    private static String kind(@Nullable JsonNode node) {
        if (node == null) {
            return "nothing";
        }
        String text = node.toString();
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }

    private static DreamCacherException invalid(String message) {
        return new DreamCacherException(FailureCategory.BAD_MODEL, message + " Download the file again.");
    }
}
