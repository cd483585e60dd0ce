package io.dreamcacher.api;

import io.dreamcacher.generation.GenerationId;
import java.util.Optional;

/** Addresses below a service's own. */
public final class Paths {
    /** What all others but those of health and of the page begin with. */
    public static final String API = "/api/v1";

    private static final String IMAGES = API + "/images/";
    private static final String ENDING = ".png";

    private Paths() {}

    /** Where an image is. */
    public static String image(GenerationId id) {
        return IMAGES + id + ENDING;
    }

    /** Which image is at a path; empty when it is no image's. */
    public static Optional<GenerationId> imageAt(String path) {
        if (!path.startsWith(IMAGES) || !path.endsWith(ENDING)) {
            return Optional.empty();
        }
        return Optional.of(path.substring(IMAGES.length(), path.length() - ENDING.length()))
                .filter(GenerationId::isOne)
                .map(GenerationId::new);
    }
}
