package io.dreamcacher.memory;

import io.dreamcacher.catalogue.Inventory;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.imagestore.ImageStore;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes images and catalogue agree again after a process died between two steps. It looks at what is unfinished, never at
 * all images, and leaves alone what another process is writing: a pending image is decided about when its lease is over.
 */
final class Reconciliation {
    private static final System.Logger LOG = System.getLogger(Reconciliation.class.getName());

    private final ImageParts images;
    private final Inventory catalogue;
    private final InstantSource clock;

    /**
     * @param images whose pending ones are decided about
     * @param catalogue the truth
     * @param clock by which leases end
     */
    Reconciliation(ImageParts images, Inventory catalogue, InstantSource clock) {
        this.images = images;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /**
     * Goes on with deletions that were begun, and with images whose writer is gone: those with a row are committed, the
     * others were never acknowledged and are set aside.
     *
     * @return the images that were set aside
     */
    List<GenerationId> run() {
        finishDeletions();
        Instant now = clock.instant();
        List<GenerationId> setAside = new ArrayList<>();
        for (ImageStore.Pending pending : images.store().pending()) {
            if (pending.until().isAfter(now)) {
                continue;
            }
            if (hasRow(pending.key())) {
                images.store().commit(pending.key());
            } else {
                images.store().setAside(pending.key());
                setAside.add(pending.key().id());
            }
        }
        images.thumbnails().values().forEach(derived -> deletePending(derived, now));
        if (!setAside.isEmpty()) {
            LOG.log(Level.INFO, "{0} images were being written when their process ended; they were set aside.",
                    setAside.size());
        }
        return setAside;
    }

    private static void deletePending(ImageStore derived, Instant now) {
        derived.delete(derived.pending()
                .stream()
                .filter(pending -> !pending.until().isAfter(now))
                .map(ImageStore.Pending::key)
                .toList());
    }

    private boolean hasRow(ImageKey key) {
        return catalogue.scopeOf(key.id()).filter(key.scope()::equals).isPresent();
    }

    /** Goes on with deletions that were begun; the row that said the scope is gone. */
    void finishDeletions() {
        for (GenerationId id : catalogue.deletions()) {
            images.delete(images.keysOf(id));
            catalogue.deleted(id);
        }
    }
}
