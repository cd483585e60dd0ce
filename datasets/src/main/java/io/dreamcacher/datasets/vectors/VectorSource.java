package io.dreamcacher.datasets.vectors;

import io.dreamcacher.datasets.file.Defect;
import io.dreamcacher.embedding.VectorEntry;
import io.dreamcacher.embedding.VectorOrigin;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The vectors of a folder with their ids, in the order of its batches; the layout is seen from what lies there. All headers
 * are read when it is opened, then a batch at a time and about a mebibyte of each of its files, so that a set may be larger than the heap.
 *
 * <p>
 * A row whose vector is not of unit length (give or take 0.01, as float16 rounds) or not finite, or whose id is empty, is
 * told and passed over. Others' vectors are scaled to unit length exactly. Where ids and vectors do not belong together,
 * nothing is taken. Several iterations are allowed, one at a time; not thread-safe; close it.
 */
public final class VectorSource implements Iterable<VectorEntry>, AutoCloseable {
    private final VectorLayout layout;
    private final Optional<VectorOrigin> origin;
    private final List<VectorBatch.Files> batches;
    private final Consumer<Defect> defects;
    private Optional<VectorBatch> open = Optional.empty();
    private long count;
    private int dimension;

    private VectorSource(VectorLayout layout, Optional<VectorOrigin> origin, List<VectorBatch.Files> batches,
            Consumer<Defect> defects) {
        this.layout = layout;
        this.origin = origin;
        this.batches = batches;
        this.defects = defects;
        batches.forEach(this::measure);
    }

    /**
     * Opens a folder.
     *
     * @param defects told of each row that is passed over, in order
     * @throws DreamCacherException {@code NOT_FOUND} for no folder, {@code BAD_REQUEST} for one of neither layout or with
     *         files that are damaged or do not belong together
     */
    public static VectorSource open(Path folder, Consumer<Defect> defects) {
        if (!Files.isDirectory(folder)) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "Vectors lie in a folder, but %s is none; check the path.".formatted(folder));
        }
        VectorDescription description = VectorDescription.of(folder);
        if (KreaLayout.isAt(folder)) {
            return new VectorSource(VectorLayout.KREA, description.origin(),
                    KreaLayout.batches(folder, description.ofTexts()), defects);
        }
        if (ClipRetrievalLayout.isAt(folder)) {
            return new VectorSource(VectorLayout.CLIP_RETRIEVAL, description.origin(),
                    ClipRetrievalLayout.batches(folder), defects);
        }
        throw DreamCacherException.badRequest(
                "A folder of vectors has ids/ and embeddings/, as krea's scripts write them, or metadata/ with img_emb/ or text_emb/, as clip-retrieval does, but %s has not; name the folder that they lie in."
                        .formatted(folder));
    }

    private void measure(VectorBatch.Files files) {
        try (VectorBatch batch = files.open()) {
            if (dimension != 0 && batch.dimension() != dimension) {
                throw VectorBatch.differs(batch.file(), batch.dimension(), dimension);
            }
            dimension = batch.dimension();
            count += batch.count();
        }
    }

    /** How the folder is laid out. */
    public VectorLayout layout() {
        return layout;
    }

    /** Which model made the vectors; others' tools do not say. */
    public Optional<VectorOrigin> origin() {
        return origin;
    }

    /** Number of rows, those that will be passed over too. */
    public long count() {
        return count;
    }

    /** Of every vector; 0 if there is none. */
    public int dimension() {
        return dimension;
    }

    @Override
    public Iterator<VectorEntry> iterator() {
        close();
        return new Entries();
    }

    @Override
    public void close() {
        open.ifPresent(VectorBatch::close);
        open = Optional.empty();
    }

    private final class Entries implements Iterator<VectorEntry> {
        private final Iterator<VectorBatch.Files> left = batches.iterator();
        private Optional<VectorEntry> next = Optional.empty();

        @Override
        public boolean hasNext() {
            while (next.isEmpty() && hasRow()) {
                next = open.orElseThrow().next(defects);
            }
            return next.isPresent();
        }

        private boolean hasRow() {
            while (open.filter(VectorBatch::hasNext).isEmpty() && left.hasNext()) {
                close();
                open = Optional.of(left.next().open());
            }
            return open.filter(VectorBatch::hasNext).isPresent();
        }

        @Override
        public VectorEntry next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the folder has no more vectors");
            }
            VectorEntry entry = next.orElseThrow();
            next = Optional.empty();
            return entry;
        }
    }
}
