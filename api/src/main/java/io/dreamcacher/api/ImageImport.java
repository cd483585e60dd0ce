package io.dreamcacher.api;

import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.memory.Arrival;
import io.dreamcacher.memory.ForeignImage;
import java.time.Instant;
import java.util.Optional;

/**
 * An image from elsewhere that is to be remembered.
 *
 * @param key what it is called there; the same bytes of the same key are remembered once. An image of a memory whose file is called by its id keeps that
 * @param image the file; handed over, not copied
 * @param caption what it shows; absent for what the file tells, or else what it is called
 * @param made when
 */
@SuppressWarnings("ArrayRecordComponent") // handed over; nobody compares imports
public record ImageImport(String key, byte[] image, Optional<String> caption, Instant made) {
    /** For a memory. */
    public ForeignImage given() {
        return new ForeignImage(key, new ImageFile(image, MediaType.PNG), caption, made);
    }

    /**
     * What became of it.
     *
     * @param outcome REMEMBERED; KNOWN, for one that was remembered before; or REFUSED
     * @param id its name in the memory; absent for one that was refused
     * @param reason why it was refused, in a sentence
     */
    public record Imported(String outcome, Optional<String> id, Optional<String> reason) {
        /** One that is no image that can be remembered. */
        public static Imported refused(String reason) {
            return new Imported("REFUSED", Optional.empty(), Optional.of(reason));
        }

        /** What a memory says. */
        public static Imported of(Arrival arrival) {
            return switch (arrival) {
                case Arrival.Remembered found -> new Imported("REMEMBERED", Optional.of(found.id().value()),
                        Optional.empty());
                case Arrival.Known found -> new Imported("KNOWN", Optional.of(found.id().value()), Optional.empty());
                case Arrival.Refused found -> refused(found.reason());
            };
        }
    }
}
