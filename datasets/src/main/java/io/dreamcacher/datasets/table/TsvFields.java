package io.dreamcacher.datasets.table;

import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a line of TSV. Published files (PartiPrompts is one) follow IANA's {@code text/tab-separated-values}, which knows no quoting:
 * a prompt may begin with a quoted word. Spreadsheets quote fields anyway, so a field that is one well-formed quoted field
 * from end to end loses its quotes.
 */
final class TsvFields {
    private TsvFields() {}

    static List<String> of(String line) {
        List<String> fields = new ArrayList<>();
        int begin = 0;
        for (int end = line.indexOf('\t'); end >= 0; end = line.indexOf('\t', begin)) {
            fields.add(unquoted(line.substring(begin, end)));
            begin = end + 1;
        }
        fields.add(unquoted(line.substring(begin)));
        return fields;
    }

    private static String unquoted(String field) {
        if (field.length() < 2 || !field.startsWith("\"") || !field.endsWith("\"")) {
            return field;
        }
        String inside = field.substring(1, field.length() - 1);
        boolean wellFormed = inside.replace("\"\"", "").indexOf('"') < 0;
        return wellFormed ? inside.replace("\"\"", "\"") : field;
    }
}
