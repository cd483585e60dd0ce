package io.dreamcacher.diffusion.pipeline;

import java.util.List;

/**
 * What a safety checker says of an image.
 *
 * @param concepts numbers of the concepts it is too near to, from 0; the checker does not name them. Empty: no objection
 */
public record SafetyVerdict(List<Integer> concepts) {
    /** Copies the list. */
    public SafetyVerdict {
        concepts = List.copyOf(concepts);
    }

    /** Whether the checker objects. */
    public boolean flagged() {
        return !concepts.isEmpty();
    }
}
