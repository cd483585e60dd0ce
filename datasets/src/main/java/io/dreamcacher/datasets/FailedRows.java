package io.dreamcacher.datasets;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The rows of a prompt file that came to nothing, as a CSV file with the columns {@code row}, {@code prompt} and
 * {@code reason}: a prompt file itself, so that it can be given again. The file is made with the first row, and a later
 * run appends. Each row is in the file once {@link #add} returns. Not thread-safe.
 */
public final class FailedRows {
    private final Path file;
    private long count;

    /** A list in a file, which need not exist. */
    public FailedRows(Path file) {
        this.file = file;
    }

    /** Adds a row and why it failed. */
    public void add(PromptSource.Row row, String reason) {
        try (CsvWriter writer = CsvWriter.builder()
                .build(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND)) {
            if (Files.size(file) == 0) {
                writer.writeRecord("row", "prompt", "reason");
            }
            writer.writeRecord(Long.toString(row.ordinal()), row.prompt(), reason);
            count++;
        } catch (IOException | UncheckedIOException e) {
            throw new DreamCacherException(FailureCategory.BAD_DATA,
                    "The list of failed rows must be writable, but %s is not (%s); name another file."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /** Number of rows added by this object. */
    public long count() {
        return count;
    }
}
