package io.dreamcacher.memory;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.media.ImageFile;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Small copies of remembered images, made when they are first asked for and kept beside them. They are derived: whoever
 * deletes them loses nothing, and a deleted image takes its own with it. Thread-safe.
 */
final class Thumbnails {
    private static final System.Logger LOG = System.getLogger(Thumbnails.class.getName());
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final ImageParts images;
    private final StoredImages stored;

    Thumbnails(ImageParts images, StoredImages stored) {
        this.images = images;
        this.stored = stored;
    }

    /**
     * A small copy; empty when the image is gone or another one.
     *
     * @param size of the longest side in pixels, one of {@link ImageParts#THUMBNAIL_SIZES}
     */
    Optional<ImageFile> of(Generation generation, int size) {
        if (!ImageParts.THUMBNAIL_SIZES.contains(size)) {
            throw DreamCacherException.badRequest("The size of a thumbnail is one of %s pixels, but %d was asked for."
                    .formatted(ImageParts.THUMBNAIL_SIZES, size));
        }
        if (!stored.intact(generation)) {
            return Optional.empty();
        }
        Optional<ImageStore> store = Optional.ofNullable(images.thumbnails().get(size));
        Optional<ImageFile> kept = store.flatMap(thumbnails -> thumbnails.get(StoredImages.key(generation)));
        return kept.isPresent() ? kept : stored.read(generation).map(file -> made(generation, file, size, store));
    }

    private ImageFile made(Generation generation, ImageFile file, int size, Optional<ImageStore> store) {
        ImageFile thumbnail = images.files().thumbnail(file, size);
        store.ifPresent(thumbnails -> keep(thumbnails, generation, thumbnail));
        return thumbnail;
    }

    /** One that can't be kept is made again the next time. */
    private void keep(ImageStore store, Generation generation, ImageFile thumbnail) {
        ImageKey key = StoredImages.key(generation);
        try {
            store.put(key, thumbnail, LEASE);
            store.commit(key);
        } catch (DreamCacherException e) {
            LOG.log(Level.DEBUG, "A thumbnail was not kept.", e);
        }
        if (!stored.intact(generation)) {
            images.delete(List.of(key)); // deleted meanwhile, and the thumbnail came after
        }
    }
}
