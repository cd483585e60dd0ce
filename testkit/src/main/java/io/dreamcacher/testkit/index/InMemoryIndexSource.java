package io.dreamcacher.testkit.index;

import io.dreamcacher.index.IndexSource;
import io.dreamcacher.index.IndexWriter;

/** Brute-force indexes in memory; the last one handed out is the one in use. Thread-safe. */
public final class InMemoryIndexSource implements IndexSource {
    private BruteForceIndex newest = new BruteForceIndex();

    /** The first index is empty. */
    public InMemoryIndexSource() {}

    /** The index in use. */
    public synchronized BruteForceIndex newest() {
        return newest;
    }

    @Override
    public synchronized IndexWriter open() {
        newest = newest.afterClose();
        return newest;
    }

    @Override
    public synchronized IndexWriter fresh() {
        newest = new BruteForceIndex();
        return newest;
    }

    @Override
    public void sweep() {
        // Nobody else holds on to the others.
    }
}
