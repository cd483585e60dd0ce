package io.dreamcacher.memory;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.ImageFiles;
import io.dreamcacher.generation.Provenance;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.media.ImageFile;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Rebuilds a catalogue from the images: each carries its recipe. Counts, feedback and bare prompts are lost. */
public final class Recovery {
    private static final int PAGE = 1000;

    private final ImageParts parts;
    private final ImageStore images;
    private final ImageFiles files;
    private final Catalogue catalogue;
    private final SearchEncoder encoder;

    /**
     * @param parts the images; read only, but for images without a readable recipe, which are set aside
     * @param catalogue new or partly recovered; images it has already are passed over
     * @param encoder the CLIP of that catalogue
     */
    public Recovery(ImageParts parts, Catalogue catalogue, SearchEncoder encoder) {
        this.parts = parts;
        this.images = parts.store();
        this.files = parts.files();
        this.catalogue = catalogue;
        this.encoder = encoder;
    }

    /**
     * What became of the images.
     *
     * @param recovered now in the catalogue
     * @param known were in it already
     * @param unreadable had no readable recipe and were set aside
     */
    public record Recovered(long recovered, long known, List<GenerationId> unreadable) {
        /** Takes an unmodifiable copy. */
        public Recovered {
            unreadable = List.copyOf(unreadable);
        }
    }

    /**
     * Goes through every image. May be stopped and started again.
     *
     * @param progress told how many images were looked at, and how many there are
     */
    public Recovered run(BiConsumer<Long, Long> progress) {
        new Reconciliation(parts, catalogue, InstantSource.system()).finishDeletions();
        List<ImageKey> keys = keys();
        List<GenerationId> unreadable = new ArrayList<>();
        long known = 0;
        long done = 0;
        for (ImageKey key : keys) {
            if (catalogue.contains(key.id())) {
                known++;
            } else if (!recover(key)) {
                unreadable.add(key.id());
                images.setAside(key);
            }
            progress.accept(++done, (long) keys.size());
        }
        return new Recovered(keys.size() - known - unreadable.size(), known, unreadable);
    }

    private List<ImageKey> keys() {
        List<ImageKey> keys = new ArrayList<>();
        List<ImageKey> page = images.page(Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            keys.addAll(page);
            page = images.page(Optional.of(page.getLast()), PAGE);
        }
        return keys;
    }

    /** Into the scope its key says: the image itself says none. */
    private boolean recover(ImageKey key) {
        Optional<ImageFile> file = images.get(key);
        try {
            Optional<Provenance> provenance = file.flatMap(files::provenance);
            provenance.ifPresent(
                    found -> catalogue.add(Access.in(key.scope(), Caller.LOCAL),
                            found.toGeneration(key.id(), key.scope(), file.orElseThrow().digest()),
                            ImageVectors.of(encoder, encoder.encode(found.recipe().prompt()),
                                    () -> files.decode(file.orElseThrow(), key.path()))));
            return provenance.isPresent();
        } catch (DreamCacherException e) {
            if (e.category() == FailureCategory.BAD_REQUEST) {
                return false;
            }
            throw e;
        }
    }
}
