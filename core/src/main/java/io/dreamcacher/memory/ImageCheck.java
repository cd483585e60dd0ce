package io.dreamcacher.memory;

import io.dreamcacher.catalogue.Inventory;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.memory.CheckReport.Fault;
import io.dreamcacher.memory.CheckReport.Finding;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads every image there is, one at a time: first those that are remembered, in order of names, then looks for files of
 * which nothing is remembered. It holds no lock, and what is added or deleted meanwhile is no fault. Thread-safe.
 */
final class ImageCheck implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ImageCheck.class.getName());
    private static final int PAGE = 200;
    /** Each time is a write that is forced to disk; so many images may be read again after a crash. */
    private static final int KEPT_EVERY = 1000;

    private final Inventory catalogue;
    private final ImageStore images;
    private final StoredImages stored;
    private final AtomicReference<@Nullable Position> position = new AtomicReference<>();

    ImageCheck(Inventory catalogue, ImageStore images, StoredImages stored) {
        this.catalogue = catalogue;
        this.images = images;
        this.stored = stored;
    }

    /** Checks everything. */
    CheckReport all(boolean setAside, LongConsumer progress) {
        Tally tally = new Tally(setAside);
        String place = "";
        do {
            place = page(place, PAGE, tally);
            progress.accept(tally.checked);
        } while (!place.isEmpty());
        return tally.report(true);
    }

    /** Goes on where the last piece ended, in this process or one before, and sets nothing aside. */
    CheckReport next(int most) {
        Tally tally = new Tally(false);
        Position from = Optional.ofNullable(position.get()).orElseGet(() -> new Position(catalogue.checkedTo(), 0));
        String end = page(from.text, most, tally);
        Position to = new Position(end, from.unkept + most);
        position.set(end.isEmpty() || to.unkept >= KEPT_EVERY ? kept(to) : to);
        return tally.report(end.isEmpty());
    }

    /**
     * How far it is.
     *
     * @param text as {@link #page} takes it
     * @param unkept images since the catalogue was told
     */
    private record Position(String text, int unkept) {}

    private Position kept(Position place) {
        catalogue.checkedTo(place.text);
        return new Position(place.text, 0);
    }

    /** Tells the catalogue how far it is. */
    @Override
    public void close() {
        Position place = position.getAndSet(null);
        if (place != null && place.unkept > 0) {
            catalogue.checkedTo(place.text);
        }
    }

    /**
     * Checks a page.
     *
     * @param after the id of the last generation, or the path of the last file, that was checked; empty to begin
     * @return where the next one goes on; empty at the end
     */
    private String page(String after, int most, Tally tally) {
        Optional<ImageKey> file = ImageKey.of(after);
        if (file.isPresent()) {
            return files(file, most, tally);
        }
        List<Generation> page = catalogue.page(after, most);
        page.forEach(generation -> check(generation, tally));
        return page.isEmpty() ? files(Optional.empty(), most, tally) : page.getLast().id().value();
    }

    private String files(Optional<ImageKey> after, int most, Tally tally) {
        List<ImageKey> page = images.page(after, most);
        page.stream().filter(this::isOrphan).forEach(key -> tally.found(key, Fault.ORPHANED));
        return page.isEmpty() ? "" : page.getLast().path();
    }

    private void check(Generation generation, Tally tally) {
        tally.checked++;
        StoredImages.Checked checked = read(generation);
        tally.bytes += checked.file().map(ImageFile::sizeBytes).orElse(0L);
        if (checked.fault().isEmpty()) {
            keepDigest(generation, checked.file().orElseThrow());
        } else if (isThere(generation)) {
            tally.found(StoredImages.key(generation), checked.fault().get());
        } else {
            stored.forget(generation);
        }
    }

    /** What keeps one image from being read must not keep the others from it. */
    private StoredImages.Checked read(Generation generation) {
        try {
            return stored.check(generation);
        } catch (DreamCacherException e) {
            LOG.log(Level.WARNING, "The image {0} cannot be checked: {1}", generation.id(), e.getMessage());
            return new StoredImages.Checked(Optional.empty(), Optional.of(Fault.UNREADABLE));
        }
    }

    private void keepDigest(Generation generation, ImageFile file) {
        if (generation.file().sha256().isEmpty()) {
            catalogue.digested(generation.id(), file.digest());
        }
    }

    /** It may have been deleted since its page was read. */
    private boolean isThere(Generation generation) {
        return catalogue.scopeOf(generation.id()).filter(generation.scope()::equals).isPresent();
    }

    /** A row goes before its file, and the file before the deletion that was begun. */
    private boolean isOrphan(ImageKey key) {
        GenerationId id = key.id();
        return catalogue.scopeOf(id).filter(key.scope()::equals).isEmpty() && !catalogue.deletions().contains(id)
                && images.stat(key).isPresent();
    }

    /** What was found so far. Not thread-safe. */
    private final class Tally {
        private final boolean setAside;
        private final List<Finding> findings = new ArrayList<>();
        private long checked;
        private long bytes;

        Tally(boolean setAside) {
            this.setAside = setAside;
        }

        /** What has no row waits for {@code recover}; what is missing or cannot be read cannot be moved. */
        void found(ImageKey key, Fault fault) {
            boolean moved = setAside && (fault == Fault.DAMAGED || fault == Fault.OVERWRITTEN) && moved(key);
            findings.add(new Finding(key, fault, moved));
        }

        private boolean moved(ImageKey key) {
            try {
                images.setAside(key);
                return true;
            } catch (DreamCacherException e) {
                LOG.log(Level.WARNING, "The image {0} cannot be set aside: {1}", key.id(), e.getMessage());
                return false;
            }
        }

        CheckReport report(boolean complete) {
            return new CheckReport(checked, bytes, complete, findings);
        }
    }
}
