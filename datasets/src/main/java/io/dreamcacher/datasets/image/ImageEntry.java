package io.dreamcacher.datasets.image;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A picture that lies in a file.
 *
 * @param key its path below the folder of its set, with {@code /} on every system: the same wherever the set lies
 * @param file where it is
 * @param caption what the file beside it says; absent where there is none
 * @param modified when the file was last written
 */
public record ImageEntry(String key, Path file, Optional<String> caption, Instant modified) {}
