/**
 * The whole memory in one process: {@link io.dreamcacher.embedded.DreamCacher} wires the core to diffusion, SQLite and
 * Lucene over one data folder, and brings the Postcards model along.
 */
@NullMarked
package io.dreamcacher.embedded;

import org.jspecify.annotations.NullMarked;
