package io.dreamcacher.server;

import io.dreamcacher.generation.GenerationId;

/** Addresses below the service's own, where the service itself must name them. */
final class Paths {
    static final String API = "/api/v1";

    private Paths() {}

    static String picture(GenerationId id) {
        return API + "/images/" + id + ".png";
    }
}
