package io.dreamcacher.memory;

import io.dreamcacher.catalogue.ChangeLog;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.index.IndexSource;
import io.dreamcacher.index.IndexWriter;
import io.dreamcacher.index.SimilaritySearch;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the index follow the catalogue's change log. Whoever wrote calls {@link #follow} and is then found by every search
 * in this process; what other processes wrote is found within {@link #SIMILAR_WITHIN}. Until somebody searches, the index
 * is not even opened, and then catches up from its last commit. Thread-safe.
 */
final class IndexProjector implements AutoCloseable {
    /** How long what another process remembered may be missing from searches here. */
    static final Duration SIMILAR_WITHIN = Duration.ofSeconds(1);

    private static final Logger LOG = System.getLogger(IndexProjector.class.getName());

    private final ChangeLog log;
    private final IndexSource source;
    private final InstantSource clock;
    /** Held by whoever opens, follows or swaps; never waited for by a search once the index is open. */
    private final ReentrantLock following = new ReentrantLock();
    private final ReentrantLock rebuilding = new ReentrantLock();
    private volatile @Nullable FollowedIndex current;

    IndexProjector(ChangeLog log, IndexSource source, InstantSource clock) {
        this.log = log;
        this.source = source;
        this.clock = clock;
    }

    /** Asks the index, which has every change this process was acknowledged. */
    <T> T ask(Function<SimilaritySearch, T> question) {
        Optional<T> answer;
        do {
            answer = caughtUp().ask(question);
        } while (answer.isEmpty());
        return answer.get();
    }

    /** Whether nothing can be found; does not open the index to tell. */
    boolean isEmpty() {
        return current == null && log.end().change() == 0;
    }

    private FollowedIndex caughtUp() {
        FollowedIndex open = current;
        if (open == null) {
            return openOnce();
        }
        if (open.lookedAt().plus(SIMILAR_WITHIN).isBefore(clock.instant()) && following.tryLock()) {
            try {
                return open == current ? lookedFor(open) : openOnce();
            } finally {
                following.unlock();
            }
        }
        return open;
    }

    /** Called with the lock held. */
    private FollowedIndex lookedFor(FollowedIndex open) {
        try {
            open.followIfBehind(log, clock.instant());
            return open;
        } catch (RuntimeException e) {
            drop(open, e);
            return openOnce();
        }
    }

    private FollowedIndex openOnce() {
        following.lock();
        try {
            FollowedIndex open = current;
            if (open == null) {
                open = openCaughtUp();
                current = open;
            }
            return open;
        } finally {
            following.unlock();
        }
    }

    /** Damage may show only when the first change is applied; a second index is a new one. */
    private FollowedIndex openCaughtUp() {
        try {
            return opened();
        } catch (DreamCacherException e) {
            if (e.category() != FailureCategory.BAD_DATA) {
                throw e;
            }
            LOG.log(Level.WARNING, "The index is rebuilt from the catalogue: {0}", e.getMessage());
            return replaced();
        }
    }

    /** An index that knows more than ever happened belongs to another catalogue. */
    private FollowedIndex opened() {
        IndexWriter writer = source.open();
        if (writer.committed().isAfter(log.end())) {
            writer.close();
            return replaced();
        }
        return filled(writer, writer.committed());
    }

    private FollowedIndex replaced() {
        FollowedIndex fresh = filled(source.fresh(), ChangeLog.Position.START);
        fresh.commit();
        source.sweep();
        return fresh;
    }

    private FollowedIndex filled(IndexWriter writer, ChangeLog.Position from) {
        FollowedIndex open = new FollowedIndex(writer, from, clock.instant());
        try {
            open.follow(log, clock.instant());
            return open;
        } catch (RuntimeException e) {
            open.retireAfter(e);
            throw e;
        }
    }

    /**
     * Returns once everything acknowledged so far is found by searches in this process. An index that refuses a change is
     * closed, and opened and caught up again by the next search: what the catalogue has acknowledged is never taken back.
     */
    void follow() {
        following.lock();
        try {
            FollowedIndex open = current;
            if (open != null) {
                follow(open);
            }
        } finally {
            following.unlock();
        }
    }

    private void follow(FollowedIndex open) {
        try {
            open.follow(log, clock.instant());
        } catch (RuntimeException e) {
            drop(open, e);
        }
    }

    private void drop(FollowedIndex open, RuntimeException failure) {
        current = null;
        open.retireAfter(failure);
        LOG.log(Level.WARNING,
                "The index could not take in what was remembered; it is opened again by the next search.",
                failure);
    }

    /**
     * Takes in everything acknowledged so far and leaves nothing of what was removed, here or in older indexes.
     *
     * @return the number of the last change that was taken in
     */
    long purge() {
        following.lock();
        try {
            FollowedIndex open = openOnce();
            open.follow(log, clock.instant());
            long followed = open.purge();
            source.sweep();
            return followed;
        } finally {
            following.unlock();
        }
    }

    /** Fills a new index from the catalogue while the old one is searched, then swaps; returns the number of generations. */
    long rebuild() {
        rebuilding.lock();
        try {
            FollowedIndex fresh = filled(source.fresh(), ChangeLog.Position.START);
            swap(fresh);
            return fresh.size();
        } finally {
            rebuilding.unlock();
        }
    }

    private void swap(FollowedIndex fresh) {
        following.lock();
        try {
            fresh.follow(log, clock.instant());
            fresh.commit();
            FollowedIndex old = current;
            current = fresh;
            if (old != null) {
                old.retire();
            }
            source.sweep();
        } finally {
            following.unlock();
        }
    }

    @Override
    public void close() {
        following.lock();
        try {
            FollowedIndex open = current;
            current = null;
            if (open != null) {
                open.retire();
            }
        } finally {
            following.unlock();
        }
    }
}
