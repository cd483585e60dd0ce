package io.dreamcacher.memory;

import io.dreamcacher.catalogue.Totals;

/**
 * What a memory holds and did.
 *
 * @param totals of the scopes that may be read
 * @param indexed generations of theirs that the index holds
 * @param clip the memory's search CLIP
 */
public record MemoryStats(Totals totals, long indexed, String clip) {
    /** Images asked for so far. */
    public long answers() {
        return totals.exact() + totals.similar() + totals.generated();
    }

    /** Share of them that came from memory, 0 to 1; 0 before the first. */
    public double memoryShare() {
        long answers = answers();
        return answers == 0 ? 0 : (double) (totals.exact() + totals.similar()) / answers;
    }
}
