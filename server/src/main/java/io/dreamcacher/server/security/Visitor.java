package io.dreamcacher.server.security;

import io.dreamcacher.access.Access;

/**
 * Who sent a request.
 *
 * @param access what they may see and do
 * @param owner whether it carried the token of the data folder's owner
 */
public record Visitor(Access access, boolean owner) {}
