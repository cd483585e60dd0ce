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
import io.dreamcacher.memory.CheckReport.Fault;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Whether what lies in the store is still what was remembered: files may be deleted, overwritten or cut short behind the
 * memory's back. A file is read whole once, and must have the SHA-256 of its row (of a row that has none yet: the length, and
 * inside the recipe of its row); from then on a look at what the store tells of it is enough, until that changes.
 * Thread-safe.
 */
final class StoredImages {
    private static final System.Logger LOG = System.getLogger(StoredImages.class.getName());
    /** A hundred bytes each. */
    private static final int MOST_VERIFIED = 100_000;

    private final ImageStore images;
    private final ImageFiles files;
    private final Map<ImageKey, ImageStore.Stat> verified = new ConcurrentHashMap<>();
    private final Set<GenerationId> faulty = ConcurrentHashMap.newKeySet();

    StoredImages(ImageParts parts) {
        this.images = parts.store();
        this.files = parts.files();
    }

    static ImageKey key(Generation generation) {
        return new ImageKey(generation.scope(), generation.id());
    }

    /** Whether the image may be an answer. */
    boolean intact(Generation generation) {
        Optional<ImageStore.Stat> stat = images.stat(key(generation));
        return isVerified(generation, stat) || verified(generation, stat).isPresent();
    }

    /** The file, checked unless it is known; empty when it is gone or another one. */
    Optional<ImageFile> read(Generation generation) {
        Optional<ImageStore.Stat> stat = images.stat(key(generation));
        return isVerified(generation, stat) ? images.get(key(generation)) : verified(generation, stat);
    }

    /** Reads and compares the file; what was seen of it before it was read stands for it from now on. */
    private Optional<ImageFile> verified(Generation generation, Optional<ImageStore.Stat> before) {
        Optional<ImageFile> file = before.filter(stat -> stat.digest().agreesWith(generation.file()))
                .flatMap(stat -> images.get(key(generation)))
                .filter(found -> isOf(generation, found));
        if (file.isPresent()) {
            good(generation, before.orElseThrow());
        } else {
            bad(generation);
        }
        return file;
    }

    /** Reads the whole file, whatever is known of it, and tells what is wrong with it. */
    Checked check(Generation generation) {
        ImageKey key = key(generation);
        Optional<ImageStore.Stat> before = images.stat(key);
        Optional<ImageFile> file = before.flatMap(stat -> images.get(key));
        Optional<Fault> fault = file.isEmpty() ? Optional.of(Fault.MISSING) : fault(generation, file.get());
        if (fault.isEmpty()) {
            good(generation, before.orElseThrow());
        } else {
            bad(generation);
        }
        return new Checked(file, fault);
    }

    /**
     * A file that was read.
     *
     * @param file as it is; empty when there is none
     * @param fault what is wrong with it; empty when nothing is
     */
    record Checked(Optional<ImageFile> file, Optional<Fault> fault) {}

    /** How many images were missing or wrong when they were last looked at, and have not been deleted since. */
    int faulty() {
        return faulty.size();
    }

    /** The generation is deleted. */
    void forget(Generation generation) {
        verified.remove(key(generation));
        faulty.remove(generation.id());
    }

    /** A store that knows the SHA-256 of its files need not be read. */
    private boolean isVerified(Generation generation, Optional<ImageStore.Stat> stat) {
        return stat.filter(found -> found.equals(verified.get(key(generation)))
                || (found.digest().sha256().isPresent() && found.digest().equals(generation.file()))).isPresent();
    }

    private boolean isOf(Generation generation, ImageFile file) {
        return generation.file().sha256().isPresent()
                ? generation.file().equals(file.digest())
                : file.digest().agreesWith(generation.file())
                        && readable(() -> files.provenance(file)).filter(found -> same(found, generation)).isPresent();
    }

    /** A file of which no SHA-256 is known must also be one that can be read to its last pixel. */
    private Optional<Fault> fault(Generation generation, ImageFile file) {
        if (generation.file().equals(file.digest())) {
            return Optional.empty();
        }
        boolean image = readable(() -> {
            files.provenance(file);
            return Optional.of(files.decode(file, "the image"));
        }).isPresent();
        if (image && generation.file().sha256().isEmpty() && isOf(generation, file)) {
            return Optional.empty();
        }
        return Optional.of(image ? Fault.OVERWRITTEN : Fault.DAMAGED);
    }

    /** Empty also where the file is damaged. */
    private static <T> Optional<T> readable(Supplier<Optional<T>> reading) {
        try {
            return reading.get();
        } catch (DreamCacherException e) {
            if (e.category() == FailureCategory.BAD_REQUEST) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean same(Provenance found, Generation generation) {
        return found.recipe().identity().equals(generation.recipe().identity())
                && found.recipe().seed().equals(generation.recipe().seed())
                && found.createdAt().equals(generation.createdAt());
    }

    private void good(Generation generation, ImageStore.Stat stat) {
        faulty.remove(generation.id());
        if (verified.size() >= MOST_VERIFIED) {
            verified.clear();
        }
        verified.put(key(generation), stat);
    }

    /** Said once for each image: an answer may look at it again and again. */
    private void bad(Generation generation) {
        verified.remove(key(generation));
        if (faulty.size() < MOST_VERIFIED && faulty.add(generation.id())) {
            LOG.log(Level.WARNING,
                    "The file of {0} is missing or is not the one that was remembered; it answers nothing until it is put back.",
                    generation.id());
        }
    }
}
