package io.dreamcacher.datasets;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Predicate;

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

    /**
     * Takes rows out of a list by their prompts; a list that is cut short or no list at all is deleted whole.
     *
     * @param file that may not be there
     */
    public static void remove(Path file, Predicate<String> prompt) {
        Path left = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            if (!Files.exists(file)) {
                return;
            }
            if (copy(file, left, prompt)) {
                Files.move(left, file, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.deleteIfExists(left);
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.BAD_DATA,
                    "The list of failed rows %s must be writable, but is not (%s).".formatted(file, e.getMessage()), e);
        }
    }

    /** Returns whether there are rows left. */
    private static boolean copy(Path from, Path to, Predicate<String> left) throws IOException {
        long rows = 0;
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(from);
                CsvWriter writer = CsvWriter.builder().build(to, StandardCharsets.UTF_8)) {
            for (CsvRecord row : reader) {
                if (row.getFieldCount() == 3 && !left.test(row.getField(1))) {
                    writer.writeRecord(row.getFields());
                    rows++;
                }
            }
        } catch (CsvParseException | UncheckedIOException e) {
            return false;
        }
        return rows > 1;
    }

    /** Number of rows added by this object. */
    public long count() {
        return count;
    }
}
