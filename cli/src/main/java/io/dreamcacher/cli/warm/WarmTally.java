package io.dreamcacher.cli.warm;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What {@code warm} did.
 *
 * @param prompts taken from the file
 * @param generated new pictures
 * @param similar answered by a near picture
 * @param exact answered by the same request's picture
 * @param embedded remembered without a picture
 * @param doneBefore finished by an earlier run
 * @param tooShort left out
 * @param duplicates left out
 * @param failed came to nothing
 * @param failedFile lists those
 * @param took this run
 */
public record WarmTally(long prompts, long generated, long similar, long exact, long embedded, long doneBefore,
        long tooShort,
        long duplicates, long failed, Path failedFile, Duration took) {}
