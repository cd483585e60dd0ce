package io.dreamcacher.cli.warm;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;

/**
 * What {@code warm} did.
 *
 * @param prompts taken from the file
 * @param outcomes of those
 * @param leftOut rows that were not taken
 * @param failedFile path of a list of those that came to nothing; absent when there are none
 * @param milliseconds this run took
 */
public record WarmTally(long prompts, @JsonUnwrapped Outcomes outcomes, @JsonUnwrapped LeftOut leftOut,
        Optional<String> failedFile, long milliseconds) {
    /**
     * What became of prompts.
     *
     * @param generated new images
     * @param refined finished from a remembered image
     * @param similar answered by a near image
     * @param exact answered by the same request's image
     * @param embedded remembered without an image
     * @param doneBefore finished by an earlier run
     * @param failed came to nothing
     */
    public record Outcomes(long generated, long refined, long similar, long exact, long embedded, long doneBefore,
            long failed) {}

    /**
     * Why rows were not taken.
     *
     * @param tooShort prompts
     * @param duplicates of an earlier row
     * @param filtered not what --where asks for
     */
    public record LeftOut(long tooShort, long duplicates, long filtered) {}
}
