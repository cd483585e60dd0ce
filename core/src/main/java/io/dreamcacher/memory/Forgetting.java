package io.dreamcacher.memory;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Right;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.ForgetTarget;
import io.dreamcacher.catalogue.ForgetTarget.Extent;
import io.dreamcacher.catalogue.Generations.Forgotten;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes things out of the memory for good: rows, images and small copies piece by piece, then what is left of them in
 * files. Whatever ends it on its way, the same again goes on where it was. Thread-safe.
 */
final class Forgetting {
    private static final int PIECE = 200;

    private final Catalogue catalogue;
    private final IndexProjector index;
    private final ImageParts images;
    private final StoredImages stored;
    private final UseLog uses;
    private final MemoryParts.Traces traces;
    private final ReentrantLock one = new ReentrantLock();

    Forgetting(MemoryParts parts, IndexProjector index, StoredImages stored, UseLog uses) {
        this.catalogue = parts.catalogue();
        this.index = index;
        this.images = parts.images();
        this.stored = stored;
        this.uses = uses;
        this.traces = parts.images().traces();
    }

    Extent of(Access access, ForgetTarget what) {
        one.lock();
        try {
            uses.flush(); // what is counted later would remember the prompt again
            Tally tally = new Tally();
            for (Forgotten piece = piece(access, what); !piece.isNothing(); piece = piece(access, what)) {
                tally.add(piece);
            }
            tally.named(what);
            if (access.has(Right.ADMINISTER) || !tally.extent.equals(Extent.NOTHING)) {
                traces.forget(tally.prompts, tally.images);
                catalogue.erase(index.purge());
            }
            return tally.extent;
        } finally {
            one.unlock();
        }
    }

    private Forgotten piece(Access access, ForgetTarget what) {
        Forgotten piece = catalogue.forget(access, what, PIECE);
        List<Generation> gone = piece.generations();
        index.follow();
        images.delete(gone.stream().map(StoredImages::key).toList());
        gone.forEach(generation -> {
            stored.forget(generation);
            catalogue.deleted(generation.id());
        });
        return piece;
    }

    /** What went so far. Not thread-safe. */
    private static final class Tally {
        private final Set<PromptKey> prompts = new HashSet<>();
        private final Set<GenerationId> images = new HashSet<>();
        private Extent extent = Extent.NOTHING;

        /** What is named may be gone from the catalogue, but not from elsewhere. */
        void named(ForgetTarget what) {
            switch (what) {
                case ForgetTarget.OfPrompt prompt -> prompts.add(prompt.key());
                case ForgetTarget.OfImage(GenerationId id) -> images.add(id);
                case ForgetTarget.OfModel model -> {
                    // its images and prompts are named by no name of it
                }
                case ForgetTarget.OfScope scope -> {
                    // the same
                }
            }
        }

        void add(Forgotten piece) {
            extent = extent.plus(piece.extent());
            prompts.addAll(piece.prompts());
            piece.generations().forEach(generation -> images.add(generation.id()));
        }
    }
}
