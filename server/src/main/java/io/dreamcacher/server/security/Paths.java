package io.dreamcacher.server.security;

import io.dreamcacher.generation.GenerationId;

/** Addresses below the service's own, where the service itself must name them. */
public final class Paths {
    public static final String API = "/api/v1";

    private Paths() {}

    public static String picture(GenerationId id) {
        return API + "/images/" + id + ".png";
    }
}
