package io.dreamcacher.files;

import java.net.URI;

/** Which process owns a data folder now. */
public sealed interface Owner {
    /** None does. */
    record None() implements Owner {}

    /**
     * A service, which takes requests.
     *
     * @param pid its process id
     * @param address where it listens
     * @param token what proves to it that a caller may read this user's files
     */
    record Service(long pid, URI address, String token) implements Owner {
        /** Without the token. */
        @Override
        public String toString() {
            return "Service[pid=%d, address=%s]".formatted(pid, address);
        }
    }

    /**
     * A command, which ends by itself; or a service that does not listen yet.
     *
     * @param pid its process id; 0 when it could not be read
     */
    record Command(long pid) implements Owner {}
}
