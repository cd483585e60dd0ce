/** What is searched: derived from the catalogue and rebuilt from it at will. */
@NullMarked
package io.dreamcacher.index;

import org.jspecify.annotations.NullMarked;
