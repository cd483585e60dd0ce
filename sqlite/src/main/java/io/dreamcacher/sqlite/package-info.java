/**
 * The embedded catalogue: one SQLite file, one writer, readers that do not wait for it. Every table is in
 * {@code migration-1.sql}, which also says what its columns mean; one class a table holds the SQL that reads and writes
 * it.
 */
@NullMarked
package io.dreamcacher.sqlite;

import org.jspecify.annotations.NullMarked;
