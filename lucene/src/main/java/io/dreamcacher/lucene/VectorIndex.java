package io.dreamcacher.lucene;

import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.VectorEntry;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IOUtils;

/**
 * An index of vectors, as it was last committed when it was opened; mapped into memory, so that it may be larger than the heap. A
 * writer may go on with it meanwhile. Thread-safe; close it.
 */
public final class VectorIndex implements AutoCloseable {
    private final Path folder;
    private final DirectoryReader reader;
    private final IndexSearcher searcher;
    private final VectorIndexHeader header;

    private VectorIndex(Path folder, DirectoryReader reader) throws IOException {
        this.folder = folder;
        this.reader = reader;
        this.searcher = new IndexSearcher(reader);
        this.header = header(folder, reader.getIndexCommit().getUserData());
    }

    /**
     * Something that was found.
     *
     * @param entry with its vectors
     * @param similarity cosine with the query, in [−1, 1]
     */
    public record Hit(VectorEntry entry, double similarity) {}

    /**
     * Opens the index in a folder.
     *
     * @throws DreamCacherException {@code NOT_FOUND} where there is none, {@code BAD_DATA} where it is damaged, of another
     *         version or no index of vectors
     */
    public static VectorIndex open(Path folder) {
        try {
            if (!isThere(folder)) {
                throw new DreamCacherException(FailureCategory.NOT_FOUND,
                        "There is no index in %s; check the path, or make one with \"dreamcacher index\"."
                                .formatted(folder));
            }
            DirectoryReader reader = DirectoryReader.open(FSDirectory.open(folder));
            try {
                return new VectorIndex(folder, reader);
            } catch (Throwable e) {
                IOUtils.closeWhileHandlingException(reader, reader.directory());
                throw e;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw IndexFailure.of(folder, e, IndexFailure.INDEX_AGAIN);
        }
    }

    /** Whether a folder has an index that was committed at least once; it may be damaged. */
    public static boolean isThere(Path folder) {
        return LuceneIndex.isThere(folder);
    }

    static VectorIndexHeader header(Path folder, Map<String, String> commit) {
        if (!VectorIndexHeader.isIn(commit)) {
            throw new DreamCacherException(FailureCategory.BAD_DATA,
                    "%s must have an index of vectors of this version, but its files are of something else; name another folder, or %s."
                            .formatted(folder, IndexFailure.INDEX_AGAIN));
        }
        try {
            return VectorIndexHeader.read(commit);
        } catch (IllegalArgumentException e) {
            throw IndexFailure.of(folder, e, IndexFailure.INDEX_AGAIN);
        }
    }

    /** What the index says of itself. */
    public VectorIndexHeader header() {
        return header;
    }

    /** How many entries there are. */
    public int count() {
        return reader.numDocs();
    }

    /** Which vectors are compared when nothing else is said: those of pictures, where there are any. */
    public SetQuery.Of usual() {
        return field(searcher).equals(VectorDocuments.IMAGE) ? SetQuery.Of.IMAGES : SetQuery.Of.PROMPTS;
    }

    static VectorField field(IndexSearcher searcher) {
        FieldInfos fields = FieldInfos.getMergedFieldInfos(searcher.getIndexReader());
        return fields.fieldInfo(VectorDocuments.IMAGE.name()) == null ? VectorDocuments.TEXT : VectorDocuments.IMAGE;
    }

    /** The entries nearest to a query, nearest first, then by id. */
    public List<Hit> search(SetQuery query) {
        Embedding vector = query.vector();
        if (vector.dimension() != header.dimension()) {
            throw DreamCacherException.badRequest(
                    "A query has as many numbers as the vectors of %s, %d, but has %d; ask with the model that made them, %s."
                            .formatted(folder, header.dimension(), vector.dimension(),
                                    VectorIndexWriter.said(header.origin())));
        }
        VectorField field = query.what() == SetQuery.Of.IMAGES ? VectorDocuments.IMAGE : VectorDocuments.TEXT;
        int most = query.offset() + query.k();
        try {
            query.filter().ifPresent(filter -> filter.requireFields(fields(), folder.toString()));
            Query wanted = query.filter().map(FilterQuery::of).orElse(VectorField.EVERYTHING);
            ScoreDoc[] found = header.kind() == VectorIndexKind.FLAT
                    ? field.compared(searcher, vector, wanted, most)
                    : field.walked(searcher, vector, wanted, most, new VectorField.Candidates(
                            header.candidates(), header.kind() == VectorIndexKind.QUANTISED));
            return hits(found, query.offset());
        } catch (IOException e) {
            throw IndexFailure.of(folder, e, IndexFailure.INDEX_AGAIN);
        }
    }

    /** The names of all fields that an entry has. */
    private Set<String> fields() {
        Set<String> names = new TreeSet<>();
        for (FieldInfo field : FieldInfos.getMergedFieldInfos(reader)) {
            if (field.name.startsWith(FilterQuery.WORD)) {
                names.add(field.name.substring(FilterQuery.WORD.length()));
            }
        }
        return names;
    }

    private List<Hit> hits(ScoreDoc[] found, int offset) throws IOException {
        StoredFields stored = searcher.storedFields();
        List<Hit> hits = new ArrayList<>();
        for (int i = offset; i < found.length; i++) {
            hits.add(new Hit(VectorDocuments.read(reader, stored, found[i].doc), VectorField.similarity(found[i])));
        }
        return List.copyOf(hits);
    }

    /** The entry of an id. */
    public Optional<VectorEntry> entry(String id) {
        try {
            TopDocs found = searcher.search(new TermQuery(VectorDocuments.term(id)), 1);
            return found.scoreDocs.length == 0
                    ? Optional.empty()
                    : Optional.of(VectorDocuments.read(reader, searcher.storedFields(), found.scoreDocs[0].doc));
        } catch (IOException e) {
            throw IndexFailure.of(folder, e, IndexFailure.INDEX_AGAIN);
        }
    }

    /** Hands out every entry, in no order. */
    public void forEach(Consumer<VectorEntry> receiver) {
        try {
            StoredFields stored = searcher.storedFields();
            for (LeafReaderContext leaf : reader.leaves()) {
                Bits live = leaf.reader().getLiveDocs();
                for (int document = 0; document < leaf.reader().maxDoc(); document++) {
                    if (live == null || live.get(document)) {
                        receiver.accept(VectorDocuments.read(reader, stored, leaf.docBase + document));
                    }
                }
            }
        } catch (IOException e) {
            throw IndexFailure.of(folder, e, IndexFailure.INDEX_AGAIN);
        }
    }

    @Override
    public void close() {
        IOUtils.closeWhileHandlingException(reader, reader.directory());
    }
}
