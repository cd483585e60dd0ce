package io.dreamcacher.testkit.index;

import io.dreamcacher.catalogue.Change;
import io.dreamcacher.catalogue.ChangeLog;
import io.dreamcacher.index.IndexSource;
import io.dreamcacher.index.IndexWriter;
import io.dreamcacher.index.SimilaritySearch;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An index as a server on a bad day: it takes its time over a change, or refuses it. What it did take in it keeps.
 * Thread-safe.
 */
public final class HostileIndex implements IndexWriter {
    private final AtomicInteger changesApplied = new AtomicInteger();
    private BruteForceIndex index = new BruteForceIndex();
    private RuntimeException refusal = new IllegalStateException("the index was told to refuse");
    private int refusals;
    private CountDownLatch held = new CountDownLatch(0);
    private CountDownLatch released = new CountDownLatch(0);

    /** One that works until told otherwise. */
    public HostileIndex() {}

    /** Where it is opened; there is this one only, and a fresh one forgets everything. */
    public IndexSource asSource() {
        return new IndexSource() {
            @Override
            public IndexWriter open() {
                return HostileIndex.this;
            }

            @Override
            public IndexWriter fresh() {
                replace();
                return HostileIndex.this;
            }

            @Override
            public void sweep() {
                // There is one only.
            }
        };
    }

    private synchronized void replace() {
        index = new BruteForceIndex();
    }

    /** Refuses changes, so many times. */
    public synchronized void refuse(int times) {
        refusals = times;
    }

    /** Refuses changes in this way, so many times. */
    public synchronized void refuseWith(RuntimeException failure, int times) {
        refusal = failure;
        refusals = times;
    }

    /** Makes the next change wait for {@link #release}. */
    public synchronized void hold() {
        held = new CountDownLatch(1);
        released = new CountDownLatch(1);
    }

    /** Waits until a change waits. */
    public void awaitHeld() {
        await(latches()[0]);
    }

    /** Lets changes through again. */
    public void release() {
        latches()[1].countDown();
    }

    private synchronized CountDownLatch[] latches() {
        return new CountDownLatch[]{held, released};
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many changes it has taken in so far. */
    public int changesApplied() {
        return changesApplied.get();
    }

    @Override
    public ChangeLog.Position committed() {
        return current().committed();
    }

    @Override
    public void apply(List<Change> changes) {
        CountDownLatch[] latches = latches();
        latches[0].countDown();
        await(latches[1]);
        refuseIfTold();
        current().apply(changes);
        changesApplied.addAndGet(changes.size());
    }

    private synchronized void refuseIfTold() {
        if (refusals > 0) {
            refusals--;
            throw refusal;
        }
    }

    private synchronized BruteForceIndex current() {
        return index;
    }

    @Override
    public void applyUses(List<ChangeLog.PromptUses> uses) {
        current().applyUses(uses);
    }

    @Override
    public void commit() {
        current().commit();
    }

    @Override
    public void purge() {
        current().purge();
    }

    @Override
    public long size() {
        return current().size();
    }

    @Override
    public SimilaritySearch search() {
        return current();
    }

    @Override
    public void close() {
        current().close();
    }
}
