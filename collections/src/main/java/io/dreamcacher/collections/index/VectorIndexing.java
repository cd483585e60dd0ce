package io.dreamcacher.collections.index;

import io.dreamcacher.datasets.file.Defect;
import io.dreamcacher.datasets.vectors.VectorSource;
import io.dreamcacher.embedding.VectorEntry;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.lucene.VectorIndex;
import io.dreamcacher.lucene.VectorIndexHeader;
import io.dreamcacher.lucene.VectorIndexKind;
import io.dreamcacher.lucene.VectorIndexPlan;
import io.dreamcacher.lucene.VectorIndexWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Brings an index to what a folder of vectors has: new entries are added, changed ones replaced, and others stay, or are deleted
 * where that is asked for. Stopped anywhere and started again, it ends with the same entries.
 */
public final class VectorIndexing {
    private final Path vectors;
    private final Path target;
    private final Consumer<Defect> defects;

    /**
     * For one run.
     *
     * @param vectors folder of these, in any layout
     * @param target folder of the index, new or not
     * @param defects told of each row that is passed over
     */
    public VectorIndexing(Path vectors, Path target, Consumer<Defect> defects) {
        this.vectors = vectors;
        this.target = target;
        this.defects = defects;
    }

    /**
     * How an index is to be.
     *
     * @param kind of a new one; empty to choose one within the limits
     * @param limits of memory and time
     * @param pruned whether entries that the vectors lack are deleted
     */
    public record Wanted(Optional<VectorIndexKind> kind, VectorIndexPlan.Limits limits, boolean pruned) {}

    /**
     * What became of entries.
     *
     * @param added that were not there
     * @param replaced that were there with another vector, prompt or metadata
     * @param unchanged that were there
     * @param deleted that the vectors lack
     */
    public record Changes(long added, long replaced, long unchanged, long deleted) {}

    /**
     * How a run went.
     *
     * @param plan the kind of a new index and why
     * @param header what the index is now
     * @param count of its entries
     * @param bytes of its files
     */
    public record Tally(VectorIndexPlan plan, VectorIndexHeader header, Changes changes, long count, long bytes) {}

    /**
     * Indexes.
     *
     * @param progress told how many rows are read, now and then
     * @throws DreamCacherException {@code BAD_REQUEST} or {@code NOT_FOUND} for vectors that cannot be used, or of another model
     *         than those of the index
     */
    public Tally run(Wanted wanted, LongConsumer progress) {
        try (VectorSource source = VectorSource.open(vectors, defects)) {
            if (source.count() == 0) {
                throw DreamCacherException.badRequest(
                        "An index is made of vectors, but %s has none; name the folder that \"dreamcacher embed --to\" wrote."
                                .formatted(vectors));
            }
            VectorIndexPlan plan = VectorIndexPlan.of(wanted.kind, source.count(), source.dimension(), wanted.limits);
            try (VectorIndexWriter writer = VectorIndexWriter.open(target, plan.kind(), source.dimension(),
                    source.origin())) {
                Changes changes = new Update(writer, wanted.pruned).of(source, progress);
                VectorIndexHeader header = writer.finish();
                return new Tally(plan, header, changes, count(), bytes());
            }
        }
    }

    private long count() {
        try (VectorIndex index = VectorIndex.open(target)) {
            return index.count();
        }
    }

    private long bytes() {
        try (Stream<Path> files = Files.list(target)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is put and deleted. */
    private final class Update {
        private static final int ROWS_A_REPORT = 1000;

        private final VectorIndexWriter writer;
        private final boolean pruned;
        private long added;
        private long replaced;
        private long unchanged;

        Update(VectorIndexWriter writer, boolean pruned) {
            this.writer = writer;
            this.pruned = pruned;
        }

        Changes of(VectorSource source, LongConsumer progress) {
            if (!VectorIndex.isThere(target)) {
                source.forEach(entry -> add(entry, progress));
                return new Changes(added, 0, 0, 0);
            }
            try (VectorIndex before = VectorIndex.open(target)) {
                Set<String> seen = new HashSet<>();
                source.forEach(entry -> update(before, seen, entry, progress));
                return new Changes(added, replaced, unchanged, pruned ? delete(before, seen) : 0);
            }
        }

        private void add(VectorEntry entry, LongConsumer progress) {
            writer.put(entry);
            added++;
            report(progress);
        }

        private void update(VectorIndex before, Set<String> seen, VectorEntry entry, LongConsumer progress) {
            if (pruned) {
                seen.add(entry.id());
            }
            Optional<VectorEntry> known = before.entry(entry.id());
            if (known.filter(entry::equals).isPresent()) {
                unchanged++;
            } else {
                writer.put(entry);
                added += known.isPresent() ? 0 : 1;
                replaced += known.isPresent() ? 1 : 0;
            }
            report(progress);
        }

        private void report(LongConsumer progress) {
            long rows = added + replaced + unchanged;
            if (rows % ROWS_A_REPORT == 0) {
                progress.accept(rows);
            }
        }

        private long delete(VectorIndex before, Set<String> seen) {
            List<String> gone = new ArrayList<>();
            before.forEach(entry -> {
                if (!seen.contains(entry.id())) {
                    gone.add(entry.id());
                }
            });
            gone.forEach(writer::delete);
            return gone.size();
        }
    }
}
