package io.dreamcacher.datasets.table;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A row that is a JSON object. A column may be a path with dots, {@code meta.width}; an object or array in a field is a text of
 * JSON.
 *
 * @param file that it is in
 * @param line its line, or its number in an array
 * @param json what stands there; empty if it is no JSON
 */
record JsonRow(Path file, long line, Optional<JsonNode> json) implements TableRow {

    @Override
    public Optional<Object> value(String column) {
        return json.flatMap(object -> field(object, column)).flatMap(JsonRow::value);
    }

    private static Optional<JsonNode> field(JsonNode object, String column) {
        Optional<JsonNode> exact = Optional.ofNullable(object.get(column));
        if (exact.isPresent()) {
            return exact;
        }
        String lower = column.toLowerCase(Locale.ROOT);
        Optional<JsonNode> alike = object.properties()
                .stream()
                .filter(field -> field.getKey().toLowerCase(Locale.ROOT).equals(lower))
                .map(Map.Entry::getValue)
                .findFirst();
        int dot = column.indexOf('.');
        return alike.isPresent() || dot < 1
                ? alike
                : field(object, column.substring(0, dot)).flatMap(part -> field(part, column.substring(dot + 1)));
    }

    private static Optional<Object> value(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL, MISSING -> Optional.empty();
            case STRING -> Optional.of(node.asString());
            case BOOLEAN -> Optional.of(node.booleanValue());
            case NUMBER -> Optional.of(number(node));
            case ARRAY, OBJECT, BINARY, POJO -> Optional.of(node.toString());
        };
    }

    private static Object number(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        return node.doubleValue();
    }

    @Override
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        json.ifPresent(object -> object.properties()
                .forEach(field -> value(field.getValue()).ifPresent(value -> values.put(field.getKey(), value))));
        return values;
    }

    @Override
    public Optional<String> fault(String column) {
        return json.filter(JsonNode::isObject).isPresent()
                ? Optional.empty()
                : Optional
                        .of("Every row must be a JSON object, but that of line %,d of %s is not; correct or delete it."
                                .formatted(line, file));
    }
}
