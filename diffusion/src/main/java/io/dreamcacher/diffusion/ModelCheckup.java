package io.dreamcacher.diffusion;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the checks of a model found, and how much they could know.
 *
 * @param checks in the order they were made
 * @param files how many files the model's folder has
 * @param hashed how many files were compared with a hash that was known before
 */
public record ModelCheckup(List<Check> checks, int files, int hashed) {
    /** Copies the list. */
    public ModelCheckup {
        checks = List.copyOf(checks);
        if (hashed < 0 || files < hashed) {
            throw new IllegalArgumentException("%d of %d files cannot have a hash".formatted(hashed, files));
        }
    }

    /** This one and another of a second folder. */
    public ModelCheckup and(ModelCheckup other) {
        return new ModelCheckup(Stream.concat(checks.stream(), other.checks.stream()).toList(), files + other.files,
                hashed + other.hashed);
    }

    /**
     * One check of a model.
     *
     * @param part what was checked: a component, or a file
     * @param problem the sentence that says what is wrong; empty if it is right
     */
    public record Check(String part, Optional<String> problem) {
        /** Whether it is right. */
        public boolean passed() {
            return problem.isEmpty();
        }
    }
}
