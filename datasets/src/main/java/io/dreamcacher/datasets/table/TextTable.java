package io.dreamcacher.datasets.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A text: every line that is not blank is a row of one field, {@value #COLUMN}. */
final class TextTable implements TableRows {
    static final String COLUMN = "prompt";

    private final BufferedReader reader;
    private final NumberedLines lines;
    private final TableHeader header;

    TextTable(Path file, BufferedReader reader) {
        this.reader = reader;
        this.lines = new NumberedLines(reader);
        this.header = new TableHeader(file, '\n', List.of(COLUMN), true);
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
        return new FieldsRow(header, line.number(), List.of(line.text()));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
