package io.dreamcacher.server.security;

import io.dreamcacher.access.Caller;

/**
 * Who sent a request.
 *
 * @param caller whose view counts for "not seen before"
 * @param owner whether it carried the token of the data folder's owner
 */
public record Visitor(Caller caller, boolean owner) {}
