package io.dreamcacher.datasets.vectors;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What rows of vectors are of, read in their order. */
interface RowLabels extends AutoCloseable {
    /**
     * What one row is of.
     *
     * @param id may be anything a file holds
     * @param prompt if it is told
     * @param metadata in the order of the file
     */
    record Label(String id, Optional<String> prompt, Map<String, Object> metadata) {}

    /** That it is read from. */
    Path file();

    /** How many there are. */
    long count();

    /** The next one. */
    Label next();

    @Override
    void close();
}
