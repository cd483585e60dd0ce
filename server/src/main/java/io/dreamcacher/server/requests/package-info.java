/**
 * Asking for pictures: requests under way, their events, what a client must know before it asks, and the first
 * pictures of an empty memory.
 */
@NullMarked
package io.dreamcacher.server.requests;

import org.jspecify.annotations.NullMarked;
