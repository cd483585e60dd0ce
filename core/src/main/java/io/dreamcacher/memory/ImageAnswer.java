package io.dreamcacher.memory;

import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.media.ImageFile;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One image of an answer, and why it is the answer.
 *
 * @param image where the image is
 * @param outcome where it comes from
 * @param recipe what made it, whenever that was
 * @param createdAt when it was made
 * @param time what it cost, and what it saved
 * @param cutAt index into the asked prompt of the first character the model does not see; empty when it sees all
 * @param reason one or two sentences for a person
 */
public record ImageAnswer(Image image, Outcome outcome, Recipe recipe, Instant createdAt,
        Time time, OptionalInt cutAt, String reason) {
    /**
     * What an answer cost, and what it saved.
     *
     * @param took how long it took, waiting included
     * @param saved time not spent on generating; zero when it was generated from noise
     */
    public record Time(Duration took, Duration saved) {}

    /** Where an answer's image is. */
    public sealed interface Image {
        /**
         * In the memory.
         *
         * @param id its name
         */
        record Remembered(GenerationId id) implements Image {}

        /**
         * Nowhere else: the request asked to leave no trace.
         *
         * @param file the image
         */
        record Unstored(ImageFile file) implements Image {}
    }

    /** Name of the remembered image; empty when it was not stored. */
    public Optional<GenerationId> id() {
        return switch (image) {
            case Image.Remembered remembered -> Optional.of(remembered.id());
            case Image.Unstored unstored -> Optional.empty();
        };
    }

    /** Name of the remembered image that made generating unnecessary, or shorter; empty when it was generated from noise. */
    public Optional<GenerationId> sourceId() {
        return switch (outcome) {
            case Outcome.Exact exact -> id();
            case Outcome.Similar similar -> id();
            case Outcome.Refined refined -> Optional.of(refined.source());
            case Outcome.Generated generated -> Optional.empty();
        };
    }
}
