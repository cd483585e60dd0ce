package io.dreamcacher.datasets.file;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A part of a file that cannot be used and was passed over. Whoever reads a set is told each one, in the order of the
 * file, before what comes behind it.
 *
 * @param file that it is in
 * @param place within the file, as a person finds it: "line 500", "row 17", "member a/b.jpg"
 * @param reason what must hold and what was found
 */
public record Defect(Path file, String place, String reason) {

    /** Refuses blank texts. */
    public Defect {
        if (place.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("a defect has a place and a reason, found \"%s\" and \"%s\""
                    .formatted(place, reason));
        }
    }

    /** One that counts and forgets: for readers who were told before. */
    public static Consumer<Defect> unheard() {
        return defect -> {};
    }

    @Override
    public String toString() {
        return "%s of %s: %s".formatted(place, file, reason);
    }
}
