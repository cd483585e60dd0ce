/**
 * The addresses of what is remembered, as JSON, and the sentences of everything that can be wrong with a request.
 */
@NullMarked
package io.dreamcacher.server.http;

import org.jspecify.annotations.NullMarked;
