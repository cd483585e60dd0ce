package io.dreamcacher.memory;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.ImageFiles;
import io.dreamcacher.generation.Provenance;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.media.ImageFile;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether what lies in the store is still what was remembered: files may be deleted, overwritten or cut short behind the
 * memory's back. A file is read whole once (its length, its checksums, and that the recipe inside is the one of its row);
 * from then on a look at its size and version is enough, until they change. Thread-safe.
 */
final class StoredImages {
    private static final System.Logger LOG = System.getLogger(StoredImages.class.getName());
    /** A hundred bytes each. */
    private static final int MOST_VERIFIED = 100_000;

    private final ImageStore images;
    private final ImageFiles files;
    private final Map<ImageKey, ImageStore.Stat> verified = new ConcurrentHashMap<>();
    private final Set<GenerationId> reported = ConcurrentHashMap.newKeySet();

    StoredImages(ImageParts parts) {
        this.images = parts.store();
        this.files = parts.files();
    }

    /** Whether the image may be an answer. */
    boolean intact(Generation generation) {
        return isVerified(generation) || read(generation).isPresent();
    }

    /** The file, checked unless it is known; empty when it is gone or another one. */
    Optional<ImageFile> read(Generation generation) {
        ImageKey key = key(generation);
        if (isVerified(generation)) {
            return images.get(key);
        }
        Optional<ImageStore.Stat> before = images.stat(key);
        Optional<ImageFile> file = before.filter(stat -> stat.sizeBytes() == generation.sizeBytes())
                .flatMap(stat -> images.get(key))
                .filter(found -> isOf(generation, found));
        if (file.isPresent()) {
            remember(key, before.orElseThrow());
        } else {
            report(generation);
        }
        return file;
    }

    /** Reads the whole file again, whatever is known of it. */
    boolean check(Generation generation) {
        verified.remove(key(generation));
        return read(generation).isPresent();
    }

    private boolean isVerified(Generation generation) {
        ImageStore.Stat known = verified.get(key(generation));
        return known != null && images.stat(key(generation)).filter(known::equals).isPresent();
    }

    static ImageKey key(Generation generation) {
        return new ImageKey(generation.scope(), generation.id());
    }

    private boolean isOf(Generation generation, ImageFile file) {
        if (file.sizeBytes() != generation.sizeBytes()) {
            return false;
        }
        try {
            return files.provenance(file).filter(found -> same(found, generation)).isPresent();
        } catch (DreamCacherException e) {
            if (e.category() == FailureCategory.BAD_REQUEST) {
                return false;
            }
            throw e;
        }
    }

    private static boolean same(Provenance found, Generation generation) {
        return found.recipe().identity().equals(generation.recipe().identity())
                && found.recipe().seed().equals(generation.recipe().seed())
                && found.createdAt().equals(generation.createdAt());
    }

    private void remember(ImageKey key, ImageStore.Stat stat) {
        if (verified.size() >= MOST_VERIFIED) {
            verified.clear();
        }
        verified.put(key, stat);
    }

    /** Once for each image: an answer may look at it again and again. */
    private void report(Generation generation) {
        verified.remove(key(generation));
        if (reported.size() < MOST_VERIFIED && reported.add(generation.id())) {
            LOG.log(Level.WARNING,
                    "The file of {0} is missing or is not the one that was remembered; it answers nothing until it is put back.",
                    generation.id());
        }
    }
}
