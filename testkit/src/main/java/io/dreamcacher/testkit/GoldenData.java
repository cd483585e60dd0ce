package io.dreamcacher.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder {@code testkit/golden}: tiny models, what the reference libraries compute of them, CLIP's vocabulary and token
 * ids, images and prompt sets. Its README says how each was made and under which licence it is.
 */
public final class GoldenData {
    private GoldenData() {}

    /**
     * A file or folder of it, for a test that runs in the folder of its module, as Maven's do.
     *
     * @throws IllegalArgumentException when there is none of this name
     */
    public static Path of(String name) {
        Path path = Path.of("..", "testkit", "golden", name);
        if (!Files.exists(path)) {
            throw new IllegalArgumentException("the golden data must have %s, but %s is not there".formatted(name,
                    path.toAbsolutePath().normalize()));
        }
        return path;
    }
}
