package io.dreamcacher.datasets.table;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/** The rows of a file of one kind. */
interface TableRows extends Iterator<TableRow>, AutoCloseable {
    /** Names of the columns in their order; none where each row says its own. */
    List<String> columns();

    /** How many rows there are, where the file says it. */
    default OptionalLong count() {
        return OptionalLong.empty();
    }

    @Override
    void close() throws IOException;
}
