/** Tables: rows with named fields, read in order from CSV, TSV, text and what else people keep them in. */
@NullMarked
package io.dreamcacher.datasets.table;

import org.jspecify.annotations.NullMarked;
