/** Files that sets are kept in: written whole or not at all, and what in them cannot be used. */
@NullMarked
package io.dreamcacher.datasets.file;

import org.jspecify.annotations.NullMarked;
