package io.dreamcacher.lucene;

import io.dreamcacher.embedding.VectorEntry;
import io.dreamcacher.embedding.VectorOrigin;
import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;

/**
 * Writes an index of vectors in a folder of its own: begins one, or adds to, replaces in and deletes from one that is there, while
 * others search it. What was put is there for others after {@link #finish}, and after a kill as far as it was committed; putting
 * an entry again replaces it, so that whoever was stopped begins anew. One writer a folder; not thread-safe; close it.
 */
public final class VectorIndexWriter implements AutoCloseable {
    /** What Lucene leaves where it was killed before the first commit, and takes away itself. */
    private static final Pattern LEFT_BEHIND = Pattern.compile("_.*|write\\.lock|(pending_)?segments.*");

    private static final int ENTRIES_A_COMMIT = 50_000;
    private static final double BUFFER_MB = 256;

    private final Path folder;
    private final Directory directory;
    private final IndexWriter writer;
    private VectorIndexHeader header;
    private int uncommitted;

    private VectorIndexWriter(Path folder, Directory directory, IndexWriter writer, VectorIndexHeader header) {
        this.folder = folder;
        this.directory = directory;
        this.writer = writer;
        this.header = header;
    }

    /**
     * Begins an index, or goes on with one.
     *
     * @param kind of a new index; of one that is there it stays as it is
     * @param dimension of the vectors
     * @param origin the model that made them
     * @throws DreamCacherException {@code BAD_REQUEST} where the folder has other things in it, or vectors of another model or
     *         dimension; {@code BUSY} where another process writes it; {@code BAD_DATA} where it is damaged
     */
    public static VectorIndexWriter open(Path folder, VectorIndexKind kind, int dimension,
            Optional<VectorOrigin> origin) {
        try {
            Files.createDirectories(folder);
            Directory directory = FSDirectory.open(folder);
            try {
                VectorIndexHeader header = header(folder, directory)
                        .orElseGet(() -> VectorIndexHeader.begun(kind, dimension, origin));
                requireSame(folder, header, dimension, origin);
                return new VectorIndexWriter(folder, directory, new IndexWriter(directory, settings(header.kind())),
                        header);
            } catch (Throwable e) {
                IOUtils.closeWhileHandlingException(directory);
                throw e;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw IndexFailure.of(folder, e, IndexFailure.INDEX_AGAIN);
        }
    }

    private static Optional<VectorIndexHeader> header(Path folder, Directory directory) throws IOException {
        if (!DirectoryReader.indexExists(directory)) {
            if (!Arrays.stream(directory.listAll()).allMatch(LEFT_BEHIND.asMatchPredicate())) {
                throw DreamCacherException.badRequest(
                        "An index needs a folder of its own, but %s has other files in it; name another one."
                                .formatted(folder));
            }
            return Optional.empty();
        }
        return Optional.of(VectorIndex.header(folder, SegmentInfos.readLatestCommit(directory).getUserData()));
    }

    private static void requireSame(Path folder, VectorIndexHeader header, int dimension,
            Optional<VectorOrigin> origin) {
        if (header.dimension() != dimension) {
            throw DreamCacherException.badRequest(
                    "An index has vectors of one dimension, but %s has %d numbers a vector and these have %d; name another folder."
                            .formatted(folder, header.dimension(), dimension));
        }
        if (!header.origin().equals(origin)) {
            throw DreamCacherException.badRequest(
                    "An index has vectors of one model, but %s has those of %s and these are of %s; name another folder."
                            .formatted(folder, said(header.origin()), said(origin)));
        }
    }

    static String said(Optional<VectorOrigin> origin) {
        return origin.map(known -> "%s %.12s".formatted(known.model(), known.fingerprint()))
                .orElse("a model that nobody knows");
    }

    private static IndexWriterConfig settings(VectorIndexKind kind) {
        KnnVectorsFormat vectors = SetVectorsFormat.of(kind);
        return new IndexWriterConfig(new PromptAnalyzer()).setRAMBufferSizeMB(BUFFER_MB)
                .setCommitOnClose(false)
                .setCodec(new Lucene104Codec() {
                    @Override
                    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                        return vectors;
                    }
                });
    }

    /** What the index is. */
    public VectorIndexHeader header() {
        return header;
    }

    /** Adds an entry, in place of one with its id. */
    public void put(VectorEntry entry) {
        write(() -> writer.updateDocument(VectorDocuments.term(entry.id()), VectorDocuments.document(entry)));
    }

    /** Deletes an entry, if there is one of this id. */
    public void delete(String id) {
        write(() -> writer.deleteDocuments(VectorDocuments.term(id)));
    }

    private interface Write {
        void run() throws IOException;
    }

    private void write(Write write) {
        try {
            write.run();
            uncommitted++;
            if (uncommitted >= ENTRIES_A_COMMIT) {
                commit();
            }
        } catch (IOException e) {
            throw IndexFailure.of(folder, e, IndexFailure.INDEX_AGAIN);
        }
    }

    /**
     * Commits everything as one segment, and measures how much of what is near a search finds; of a graph, with as few candidates
     * as find {@value MeasuredSearch#RECALL_WANTED} of the ten nearest.
     */
    public VectorIndexHeader finish() {
        try {
            writer.forceMerge(1);
            commit();
            header = MeasuredSearch.of(directory, header);
            commit();
            return header;
        } catch (IOException e) {
            throw IndexFailure.of(folder, e, IndexFailure.INDEX_AGAIN);
        }
    }

    private void commit() throws IOException {
        writer.setLiveCommitData(header.written().entrySet());
        writer.commit();
        uncommitted = 0;
    }

    /** Gives up what was not finished or committed. */
    @Override
    public void close() {
        IOUtils.closeWhileHandlingException(writer, directory);
    }
}
