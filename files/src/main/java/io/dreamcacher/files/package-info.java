/** The data folder: where it lies, what lies in it, and which one process owns it. */
@NullMarked
package io.dreamcacher.files;

import org.jspecify.annotations.NullMarked;
