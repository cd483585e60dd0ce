package io.dreamcacher.datasets.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A file with a row a line. */
final class LineTable implements TableRows {
    /** What the one column of a text is called. */
    static final String TEXT = "prompt";

    private final BufferedReader reader;
    private final NumberedLines lines;
    private final TableHeader header;
    private final Function<String, List<String>> fields;

    private LineTable(BufferedReader reader, NumberedLines lines, TableHeader header,
            Function<String, List<String>> fields) {
        this.reader = reader;
        this.lines = lines;
        this.header = header;
        this.fields = fields;
    }

    /** A text: every line that is not blank is a row of one field, {@value #TEXT}. */
    static LineTable text(Path file, BufferedReader reader) {
        return new LineTable(reader, new NumberedLines(reader), new TableHeader(file, '\n', List.of(TEXT), true),
                List::of);
    }

    /** A TSV file, whose first line names the columns. */
    static LineTable tsv(Path file, BufferedReader reader) {
        NumberedLines lines = new NumberedLines(reader);
        if (!lines.hasNext()) {
            throw TableHeader.missing(file);
        }
        return new LineTable(reader, lines, new TableHeader(file, '\t', TsvFields.of(lines.next().text()), false),
                TsvFields::of);
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
        return new FieldsRow(header, line.number(), fields.apply(line.text()));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
