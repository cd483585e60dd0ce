package io.dreamcacher.datasets.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row of fields in the order of the header.
 *
 * @param header of its table
 * @param line that it begins in
 * @param fields as they stand in the file
 */
record FieldsRow(TableHeader header, long line, List<String> fields) implements TableRow {

    @Override
    public Optional<Object> value(String column) {
        int index = header.index(column);
        return index < 0 || index >= fields.size() ? Optional.empty() : Optional.of(fields.get(index));
    }

    @Override
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(fields.size(), header.columns().size()); i++) {
            values.put(header.columns().get(i), fields.get(i));
        }
        return values;
    }

    @Override
    public Optional<String> fault(String column) {
        return fields.size() == header.columns().size()
                ? header.fault(line, fields.get(Math.max(0, header.index(column))))
                : Optional.of(header.countFault(line, fields.size()));
    }
}
