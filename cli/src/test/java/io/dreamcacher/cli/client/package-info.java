/** Tests of the memory as the commands see it. */
@NullMarked
package io.dreamcacher.cli.client;

import org.jspecify.annotations.NullMarked;
