@NullMarked
package io.dreamcacher.language;

import org.jspecify.annotations.NullMarked;
