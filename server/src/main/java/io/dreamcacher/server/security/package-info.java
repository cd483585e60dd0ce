/**
 * What stands between the network and the handlers: limits, time, foreign sites, who asks, and how a refusal is told.
 */
@NullMarked
package io.dreamcacher.server.security;

import org.jspecify.annotations.NullMarked;
