package io.dreamcacher.datasets.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A TSV file. Published ones (PartiPrompts is one) follow IANA's {@code text/tab-separated-values}, which knows no quoting:
 * a prompt may begin with a quoted word. Spreadsheets quote fields anyway, so a field that is one well-formed quoted field
 * from end to end loses its quotes.
 */
final class TsvTable implements TableRows {
    private final BufferedReader reader;
    private final NumberedLines lines;
    private final TableHeader header;

    TsvTable(Path file, BufferedReader reader) {
        this.reader = reader;
        this.lines = new NumberedLines(reader);
        if (!lines.hasNext()) {
            throw TableHeader.missing(file);
        }
        this.header = new TableHeader(file, '\t', fields(lines.next().text()), false);
    }

    @Override
    public List<String> columns() {
        return header.columns();
    }

    @Override
    public boolean hasNext() {
        return lines.hasNext();
    }

    @Override
    public TableRow next() {
        NumberedLines.Line line = lines.next();
        return new FieldsRow(header, line.number(), fields(line.text()));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private static List<String> fields(String line) {
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
