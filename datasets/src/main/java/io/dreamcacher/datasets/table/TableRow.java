package io.dreamcacher.datasets.table;

import java.util.Map;
import java.util.Optional;

/** One row of a table. A field is a text in CSV and TSV; where the file keeps types, a number ({@link Long} or {@link Double}), a boolean, a list or a map as well. Immutable. */
public interface TableRow {
    /** Where it begins in the file: the line, or the number of the record where there are no lines; 1 for the first. */
    long line();

    /** A field by the name of its column, whatever its case; empty where there is no such column or nothing in it. */
    Optional<Object> value(String column);

    /** All fields that have a value, by the names of their columns, in the order of the file. */
    Map<String, Object> values();

    /**
     * What is wrong with this row, as a sentence with file and line; the fields of such a row mean nothing.
     *
     * @param column whose field is wanted
     */
    Optional<String> fault(String column);
}
