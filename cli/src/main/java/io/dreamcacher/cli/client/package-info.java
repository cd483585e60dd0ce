/**
 * The memory as the commands see it, {@link io.dreamcacher.cli.client.MemoryAccess}: in this process, or behind the service
 * that holds the data folder.
 */
@NullMarked
package io.dreamcacher.cli.client;

import org.jspecify.annotations.NullMarked;
