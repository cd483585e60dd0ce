package io.dreamcacher.embedded.library;

import java.util.Optional;

/**
 * One check of a model.
 *
 * @param part what was checked: a component, or a file
 * @param problem the sentence that says what is wrong; empty if it is right
 */
public record ModelCheck(String part, Optional<String> problem) {
    /** Whether it is right. */
    public boolean passed() {
        return problem.isEmpty();
    }
}
