package io.dreamcacher.memory;

import io.dreamcacher.access.Access;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.imagestore.ImageStore;
import java.time.Duration;

/** The last step of remembering: an image that has its row goes where it belongs. */
final class ImageCommit {
    private final ImageStore images;
    private final Catalogue catalogue;
    private final IndexProjector index;
    private final Duration lease;

    /** @param lease for which images are pending */
    ImageCommit(MemoryParts parts, IndexProjector index, Duration lease) {
        this.images = parts.images().store();
        this.catalogue = parts.catalogue();
        this.index = index;
        this.lease = lease;
    }

    /**
     * Moves an image to its place.
     *
     * @throws DreamCacherException with BUSY when somebody set it aside because its lease was over; then its row is gone too
     */
    void of(Access access, Generation generation) {
        if (images.commit(StoredImages.key(generation))) {
            return;
        }
        catalogue.delete(Access.in(access.writeScope(), access.caller()), generation.id());
        catalogue.deleted(generation.id());
        index.follow();
        throw DreamCacherException.busy(
                "An image must be remembered within %d s of its making, but this machine took longer; ask again."
                        .formatted(lease.toSeconds()),
                Duration.ofSeconds(1));
    }
}
