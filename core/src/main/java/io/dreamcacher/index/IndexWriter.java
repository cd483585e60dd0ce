package io.dreamcacher.index;

import io.dreamcacher.catalogue.Change;
import io.dreamcacher.catalogue.ChangeLog;
import java.util.List;

/**
 * The side of an index that whoever follows the catalogue writes to, and nobody else: everything in it is derived.
 * Thread-safe.
 */
public interface IndexWriter extends AutoCloseable {
    /** How far the catalogue's history would still be here after a crash; the start for an empty index. */
    ChangeLog.Position committed();

    /** Applies changes in order; what they say is found by the very next search. Applying one again does no harm. */
    void apply(List<Change> changes);

    /**
     * Applies uses in order, without indexing a prompt again: they only rank it. A prompt that is not here is passed over.
     */
    void applyUses(List<ChangeLog.PromptUses> uses);

    /** Makes everything applied so far survive a crash. */
    void commit();

    /**
     * Makes everything applied so far survive a crash, and leaves nothing on the medium of what was removed or replaced: not
     * a word of it can be read from there when this returns. It may cost as much as writing the whole index again.
     */
    void purge();

    /** Number of generations of every scope. */
    long size();

    /** What is searched; usable until this is closed. */
    SimilaritySearch search();

    /** Commits and closes. */
    @Override
    void close();
}
