/**
 * The HTTP service over one memory: JSON under {@code /api/v1}, server-sent events, health, and the page.
 * {@link io.dreamcacher.server.DreamCacherService} starts it. Handlers block, each on a virtual thread of its own.
 */
@NullMarked
package io.dreamcacher.server;

import org.jspecify.annotations.NullMarked;
