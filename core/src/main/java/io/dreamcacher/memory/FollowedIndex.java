package io.dreamcacher.memory;

import io.dreamcacher.catalogue.Change;
import io.dreamcacher.catalogue.ChangeLog;
import io.dreamcacher.index.IndexWriter;
import io.dreamcacher.index.SimilaritySearch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * One index and how far it has followed the catalogue. Any number of threads search it; one at a time makes it follow.
 * It is closed when the last search has ended.
 */
final class FollowedIndex {
    private static final int PAGE = 500;

    private final IndexWriter writer;
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
    private ChangeLog.Position at;
    private boolean retired;
    private volatile Instant lookedAt;

    FollowedIndex(IndexWriter writer, ChangeLog.Position at, Instant lookedAt) {
        this.writer = writer;
        this.at = at;
        this.lookedAt = lookedAt;
    }

    /** The answer to a question; empty when the index was closed meanwhile. */
    <T> Optional<T> ask(Function<SimilaritySearch, T> question) {
        use.readLock().lock();
        try {
            return retired ? Optional.empty() : Optional.of(question.apply(writer.search()));
        } finally {
            use.readLock().unlock();
        }
    }

    /** Applies everything the catalogue has acknowledged by now. */
    void follow(ChangeLog log, Instant now) {
        List<Change> changes;
        do {
            changes = log.changesAfter(at.change(), PAGE);
            if (!changes.isEmpty()) {
                writer.apply(changes);
                at = new ChangeLog.Position(changes.getLast().number(), at.uses());
            }
        } while (changes.size() == PAGE);
        followUses(log);
        lookedAt = now;
    }

    private void followUses(ChangeLog log) {
        List<ChangeLog.PromptUses> uses;
        do {
            uses = log.usesAfter(at.uses(), PAGE);
            if (!uses.isEmpty()) {
                writer.applyUses(uses);
                at = new ChangeLog.Position(at.change(), uses.getLast().number());
            }
        } while (uses.size() == PAGE);
    }

    /** The same, but with one look where nothing happened. */
    void followIfBehind(ChangeLog log, Instant now) {
        if (log.end().isAfter(at)) {
            follow(log, now);
        }
        lookedAt = now;
    }

    /** When the catalogue was last looked at. */
    Instant lookedAt() {
        return lookedAt;
    }

    void commit() {
        writer.commit();
    }

    /** Leaves nothing of what was removed; returns the number of the last change that was taken in. */
    long purge() {
        writer.purge();
        return at.change();
    }

    long size() {
        return writer.size();
    }

    /** Waits for searches under way, then closes. */
    void retire() {
        use.writeLock().lock();
        try {
            retired = true;
            writer.close();
        } finally {
            use.writeLock().unlock();
        }
    }

    /** The same on the way of a failure. */
    void retireAfter(RuntimeException failure) {
        try {
            retire();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
