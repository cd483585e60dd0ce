package io.dreamcacher.datasets.table;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A CSV file. Space around a quoted field is no part of it; one field may have 16 million characters.
 */
final class CsvTable implements TableRows {
    private static final int LONGEST_FIELD = 16 << 20;
    private static final Pattern REASON = Pattern.compile("(.*) \\(record starting at line (\\d+)\\)");

    private final Path file;
    private final CloseableIterator<CsvRecord> records;
    private final TableHeader header;
    private long lastLine;

    private CsvTable(Path file, CloseableIterator<CsvRecord> records, char separator) {
        this.file = file;
        this.records = records;
        if (!hasNext()) {
            throw TableHeader.missing(file);
        }
        this.header = new TableHeader(file, separator, record().getFields(), true);
    }

    static CsvTable open(Path file, Utf8Reader reader, char separator) {
        CsvReader<CsvRecord> csv = CsvReader.builder()
                .fieldSeparator(separator)
                .trimWhitespacesAroundQuotes(true)
                .maxBufferSize(LONGEST_FIELD)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .ofCsvRecord(reader);
        return new CsvTable(file, csv.iterator(), separator);
    }

    @Override
    public List<String> columns() {
        return header.columns();
    }

    @Override
    public boolean hasNext() {
        try {
            return records.hasNext();
        } catch (CsvParseException e) {
            throw malformed(e);
        }
    }

    @Override
    public TableRow next() {
        CsvRecord record = record();
        return new FieldsRow(header, record.getStartingLineNumber(), record.getFields());
    }

    private CsvRecord record() {
        try {
            CsvRecord record = records.next();
            lastLine = record.getStartingLineNumber();
            return record;
        } catch (CsvParseException e) {
            throw malformed(e);
        }
    }

    /** FastCSV wraps what its reader throws, and tells the record's line in its message only. */
    private DreamCacherException malformed(CsvParseException e) {
        if (e.getCause() instanceof DreamCacherException notUtf8) {
            return notUtf8;
        }
        if (e.getCause() instanceof IOException unreadable) {
            return Table.unreadable(file, unreadable);
        }
        Matcher reason = REASON.matcher(String.valueOf(e.getMessage()));
        return new DreamCacherException(FailureCategory.BAD_REQUEST,
                "A field that begins with a quote must end with one, before a separator or the end of the line, but in %s the record that begins in line %s does not (%s); correct it."
                        .formatted(file, reason.matches() ? reason.group(2) : "after " + lastLine,
                                reason.matches() ? reason.group(1) : e.getMessage()),
                e);
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
