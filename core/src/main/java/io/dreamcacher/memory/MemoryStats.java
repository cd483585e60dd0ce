package io.dreamcacher.memory;

import io.dreamcacher.catalogue.Statistics;

/**
 * What a memory holds and did.
 *
 * @param totals of the scopes that may be read
 * @param judged answers there
 * @param indexed generations of theirs that the index holds
 * @param clip the memory's search CLIP
 */
public record MemoryStats(Statistics.Totals totals, Statistics.Judged judged, long indexed, String clip) {
    /** Images asked for so far. */
    public long answers() {
        return totals.answered().all();
    }

    /** Share of them that came from memory, 0 to 1; 0 before the first. */
    public double memoryShare() {
        long answers = answers();
        return answers == 0 ? 0 : (double) (totals.answered().exact() + totals.answered().similar()) / answers;
    }
}
