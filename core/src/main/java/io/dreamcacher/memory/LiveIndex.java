package io.dreamcacher.memory;

import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.Change;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.index.GenerationIndex;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the index in step with the catalogue. Every write to the catalogue goes through {@link #write}, so that changes
 * reach the index in the order of their numbers; until somebody searches, the index is not even opened, and then catches
 * up from the number of its last commit.
 */
final class LiveIndex implements AutoCloseable {
    private static final int PAGE = 500;

    private final Catalogue catalogue;
    private final IndexSource source;
    private volatile @Nullable GenerationIndex index;

    LiveIndex(Catalogue catalogue, IndexSource source) {
        this.catalogue = catalogue;
        this.source = source;
    }

    /** The index, containing every change acknowledged so far; searches do not wait for a write under way. */
    GenerationIndex caughtUp() {
        GenerationIndex open = index;
        return open != null ? open : openOnce();
    }

    private synchronized GenerationIndex openOnce() {
        GenerationIndex open = index;
        if (open == null) {
            open = openCaughtUp();
            index = open;
        }
        return open;
    }

    /** Damage may show only when the first change is applied; a second index is a new one. */
    private GenerationIndex openCaughtUp() {
        try {
            return filled(source.open(), this::catchUp);
        } catch (DreamCacherException e) {
            if (e.category() != FailureCategory.BAD_DATA) {
                throw e;
            }
            source.discard();
            return filled(source.open(), this::catchUp);
        }
    }

    private static GenerationIndex filled(GenerationIndex open, Consumer<GenerationIndex> filling) {
        try {
            filling.accept(open);
            return open;
        } catch (RuntimeException e) {
            closeAfter(e, open);
            throw e;
        }
    }

    private static void closeAfter(RuntimeException failure, GenerationIndex open) {
        try {
            open.close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** An index that knows more changes than there ever were belongs to another catalogue. */
    private void catchUp(GenerationIndex open) {
        if (open.committedChange() > catalogue.changeNumber()) {
            open.clear();
            replay(open, 0);
        } else {
            replay(open, open.committedChange());
        }
    }

    /** Runs one catalogue transaction and makes its changes visible; returns whether there were any. */
    synchronized boolean write(Supplier<List<Change>> transaction) {
        List<Change> changes = transaction.get();
        GenerationIndex open = index;
        if (open != null && !changes.isEmpty()) {
            apply(open, changes);
        }
        return !changes.isEmpty();
    }

    /** Throws the index away and fills a new one from the catalogue; returns the number of generations in it. */
    synchronized long rebuild() {
        close();
        source.discard();
        GenerationIndex open = filled(source.open(), fresh -> {
            fresh.clear();
            replay(fresh, 0);
            fresh.commit();
        });
        index = open;
        return open.count();
    }

    /** An index that refused a change is behind; it is dropped, and opened and caught up again when next needed. */
    private void apply(GenerationIndex open, List<Change> changes) {
        try {
            open.apply(changes);
        } catch (RuntimeException e) {
            index = null;
            closeAfter(e, open);
            throw e;
        }
    }

    private void replay(GenerationIndex open, long from) {
        long last = from;
        List<Change> page = catalogue.changesAfter(last, PAGE);
        while (!page.isEmpty()) {
            open.apply(page);
            last = page.getLast().number();
            page = catalogue.changesAfter(last, PAGE);
        }
    }

    @Override
    public synchronized void close() {
        GenerationIndex open = index;
        index = null;
        if (open != null) {
            open.close();
        }
    }
}
