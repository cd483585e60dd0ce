/**
 * What a model on this machine is and whether it is whole: its family, parts, sizes and licence, and the checks of its
 * files. An {@link io.dreamcacher.embedded.ModelLibrary} hands them out.
 */
@NullMarked
package io.dreamcacher.embedded.library;

import org.jspecify.annotations.NullMarked;
