/** The data folder: where it lies, what lies in it, and which one process owns it. */
@NullMarked
package io.dreamcacher.folder;

import org.jspecify.annotations.NullMarked;
