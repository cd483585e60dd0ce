/**
 * What a Dream Cacher service is told and says over HTTP, as records, with their JSON, and a client that speaks it
 * ({@link io.dreamcacher.api.DreamCacherClient}). Server, command line and anybody's program use the same ones, so that a
 * request has one shape, {@link io.dreamcacher.api.RequestPatch}, and so has an answer.
 */
@NullMarked
package io.dreamcacher.api;

import org.jspecify.annotations.NullMarked;
