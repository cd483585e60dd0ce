package io.dreamcacher.lucene;

import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Change;
import io.dreamcacher.catalogue.ChangeLog;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.index.IndexFilter;
import io.dreamcacher.index.IndexedGeneration;
import io.dreamcacher.index.SimilaritySearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.NRTCachingDirectory;
import org.apache.lucene.util.IOUtils;

/**
 * The embedded index: one Lucene index in one folder, owned by one process. Applied changes are in the writer's reader
 * when {@link #apply} returns; a commit carries the number of the last change, and happens by itself after 1,000 changes.
 * Thread-safe. A failure of the disk is a DreamCacherException: BAD_DATA when a
 * rebuild mends it, EXHAUSTED when the disk is full; after a failed write, close and open it again.
 */
public final class LuceneIndex implements io.dreamcacher.index.IndexWriter, SimilaritySearch {
    static final int CHANGES_A_COMMIT = 1000;

    /** Of the documents' fields; another one is another index, which the catalogue fills. */
    private static final String FORMAT = "3";

    private static final String FORMAT_KEY = "dreamcacher.format";
    private static final String CHANGE_KEY = "dreamcacher.change";
    private static final String USES_KEY = "dreamcacher.uses";

    /** New segments up to this size stay in memory until a commit: most are merged away before that. */
    private static final double SMALL_SEGMENT_MB = 2;

    private static final double SMALL_SEGMENTS_MB = 16;

    /** Neighbours asked for before any are excluded; more often than not k of them are left. */
    private static final int ENOUGH_WITHOUT_EXCLUDED = 100;

    private final Path folder;
    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final GenerationDocuments generations;
    private final PromptDocuments prompts = new PromptDocuments();
    /** One list of changes is applied, or one commit made, at a time. */
    private final ReentrantLock writing = new ReentrantLock();
    private ChangeLog.Position applied;
    private volatile ChangeLog.Position committed;
    private int uncommittedChanges;

    private LuceneIndex(Path folder, IndexWriter writer, ChangeLog.Position committed) throws IOException {
        this.folder = folder;
        this.directory = writer.getDirectory();
        this.writer = writer;
        this.searchers = new SearcherManager(writer, null);
        this.generations = new GenerationDocuments();
        this.committed = committed;
        this.applied = committed;
    }

    /**
     * Opens the index in a folder, or begins one there.
     *
     * @throws io.dreamcacher.failure.DreamCacherException BUSY when another process holds it; BAD_DATA when it is of
     *         another version or damaged, which a new one elsewhere mends, or when the folder is not writable
     */
    public static LuceneIndex open(Path folder) {
        try {
            Files.createDirectories(folder);
            Directory directory = new NRTCachingDirectory(FSDirectory.open(folder), SMALL_SEGMENT_MB,
                    SMALL_SEGMENTS_MB);
            try {
                return open(folder, directory);
            } catch (Throwable e) {
                IOUtils.closeWhileHandlingException(directory);
                throw e;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw IndexFailure.of(folder, e);
        }
    }

    private static LuceneIndex open(Path folder, Directory directory) throws IOException {
        IndexWriter writer = new IndexWriter(directory, WriterSettings.create());
        try {
            return new LuceneIndex(folder, writer, committed(folder, directory));
        } catch (Throwable e) {
            IOUtils.closeWhileHandlingException(writer);
            throw e;
        }
    }

    private static ChangeLog.Position committed(Path folder, Directory directory) throws IOException {
        if (!DirectoryReader.indexExists(directory)) {
            return ChangeLog.Position.START;
        }
        Map<String, String> commit = SegmentInfos.readLatestCommit(directory).getUserData();
        String format = commit.getOrDefault(FORMAT_KEY, "none");
        if (!format.equals(FORMAT)) {
            throw IndexFailure.otherFormat(folder, FORMAT, format);
        }
        return new ChangeLog.Position(Long.parseLong(commit.getOrDefault(CHANGE_KEY, "0")),
                Long.parseLong(commit.getOrDefault(USES_KEY, "0")));
    }

    /** Whether a folder has an index that was committed at least once; it may be damaged. */
    public static boolean isThere(Path folder) {
        try (Directory directory = FSDirectory.open(folder)) {
            return DirectoryReader.indexExists(directory);
        } catch (IOException e) {
            throw IndexFailure.of(folder, e);
        }
    }

    @Override
    public ChangeLog.Position committed() {
        return committed;
    }

    @Override
    public void apply(List<Change> changes) {
        write(() -> {
            for (Change change : changes) {
                apply(change);
                applied = new ChangeLog.Position(Math.max(applied.change(), change.number()), applied.uses());
            }
            show(changes.size());
        });
    }

    /** A use updates one number of the prompt's document in place. */
    @Override
    public void applyUses(List<ChangeLog.PromptUses> uses) {
        write(() -> {
            boolean anyPrompt = writer.getFieldNames().contains(PromptDocuments.USES);
            for (ChangeLog.PromptUses used : uses) {
                if (anyPrompt) {
                    writer.updateNumericDocValue(prompts.term(used.scope(), used.key()), PromptDocuments.USES,
                            used.uses());
                }
                applied = new ChangeLog.Position(applied.change(), Math.max(applied.uses(), used.number()));
            }
            show(uses.size());
        });
    }

    private void show(int more) throws IOException {
        uncommittedChanges += more;
        searchers.maybeRefreshBlocking();
        if (uncommittedChanges >= CHANGES_A_COMMIT) {
            commitNow();
        }
    }

    private void apply(Change change) throws IOException {
        switch (change) {
            case Change.GenerationAdded added -> writer
                    .updateDocument(generations.term(added.generation().id()), generations.document(added));
            case Change.GenerationDeleted deleted -> writer.deleteDocuments(generations.term(deleted.id()));
            case Change.PromptPut put -> writer.updateDocument(prompts.term(put.prompt().scope(), put.prompt().key()),
                    prompts.document(put.prompt()));
            case Change.PromptRemoved removed -> writer.deleteDocuments(prompts.term(removed.scope(), removed.key()));
        }
    }

    /** The first commit is made also of nothing: from then on there is an index. */
    @Override
    public void commit() {
        write(() -> {
            if (uncommittedChanges > 0 || !DirectoryReader.indexExists(directory)) {
                commitNow();
            }
        });
    }

    /** Merging is what drops deleted documents; files of segments before it go when no reader has them open. */
    @Override
    public void purge() {
        write(() -> {
            writer.forceMergeDeletes();
            commitNow();
            searchers.maybeRefreshBlocking();
            writer.deleteUnusedFiles();
        });
    }

    private void commitNow() throws IOException {
        Map<String, String> commit = Map.of(FORMAT_KEY, FORMAT, CHANGE_KEY, Long.toString(applied.change()), USES_KEY,
                Long.toString(applied.uses()));
        writer.setLiveCommitData(commit.entrySet());
        writer.commit();
        committed = applied;
        uncommittedChanges = 0;
    }

    @Override
    public SimilaritySearch search() {
        return this;
    }

    @Override
    public long size() {
        return search(searcher -> searcher.count(generations.all()));
    }

    @Override
    public long count(Set<Scope> scopes) {
        return search(searcher -> searcher.count(generations.in(scopes)));
    }

    @Override
    public List<SimilaritySearch.Neighbour> nearest(SimilaritySearch.Space space, Embedding query, IndexFilter filter,
            int k) {
        checkPositive(k);
        Set<GenerationId> excluded = filter.excluded();
        return search(searcher -> {
            if (!excluded.isEmpty() && k < ENOUGH_WITHOUT_EXCLUDED) {
                List<SimilaritySearch.Neighbour> left = nearest(searcher, space, query, filter.without(Set.of()),
                        ENOUGH_WITHOUT_EXCLUDED)
                        .stream()
                        .filter(neighbour -> !excluded.contains(neighbour.id()))
                        .limit(k)
                        .toList();
                if (left.size() == k) {
                    return left;
                }
            }
            return nearest(searcher, space, query, filter, k);
        });
    }

    /** Excluding many names inside the search costs more than the search, so callers first see whether it can be spared. */
    private List<SimilaritySearch.Neighbour> nearest(IndexSearcher searcher, SimilaritySearch.Space space,
            Embedding query, IndexFilter filter,
            int k) throws IOException {
        StoredFields stored = searcher.storedFields();
        List<SimilaritySearch.Neighbour> neighbours = new ArrayList<>();
        for (ScoreDoc hit : generations.vectors(space).nearest(searcher, query, generations.filter(filter), k)) {
            neighbours.add(new SimilaritySearch.Neighbour(generations.found(searcher, stored, hit),
                    VectorField.similarity(hit)));
        }
        return List.copyOf(neighbours);
    }

    @Override
    public List<IndexedGeneration> words(String words, IndexFilter filter, int k) {
        checkPositive(k);
        return search(searcher -> {
            StoredFields stored = searcher.storedFields();
            List<IndexedGeneration> found = new ArrayList<>();
            int most = Math.min(k, Math.max(1, searcher.getIndexReader().maxDoc()));
            for (ScoreDoc hit : searcher.search(generations.words(words, filter), most).scoreDocs) {
                found.add(generations.found(searcher, stored, hit));
            }
            return List.copyOf(found);
        });
    }

    @Override
    public List<SimilaritySearch.PromptHit> promptsStartingWith(Set<Scope> scopes, PromptKey prefix, int k) {
        checkPositive(k);
        return search(searcher -> prompts.startingWith(searcher, scopes, prefix, k));
    }

    @Override
    public List<SimilaritySearch.PromptHit> promptsContaining(Set<Scope> scopes, PromptKey words, int k) {
        checkPositive(k);
        return search(searcher -> prompts.containing(searcher, scopes, words, k));
    }

    @Override
    public List<SimilaritySearch.PromptHit> promptsNear(Set<Scope> scopes, Embedding query, double least, int k) {
        checkPositive(k);
        return search(searcher -> prompts.near(searcher, scopes, query, least, k));
    }

    /** Commits and closes; merges under way are given up, since they only make later searches faster. */
    @Override
    public void close() {
        writing.lock();
        try {
            if (writer.isOpen() && uncommittedChanges > 0) {
                commit();
            }
        } finally {
            IOUtils.closeWhileHandlingException(searchers, writer, directory);
            writing.unlock();
        }
    }

    private static void checkPositive(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be 1 or more, found " + k);
        }
    }

    private interface Write {
        void run() throws IOException;
    }

    private void write(Write write) {
        writing.lock();
        try {
            write.run();
        } catch (IOException e) {
            throw IndexFailure.of(folder, e);
        } catch (AlreadyClosedException e) {
            if (writer.getTragicException() instanceof Exception reason) {
                throw IndexFailure.of(folder, reason);
            }
            throw e;
        } finally {
            writing.unlock();
        }
    }

    private interface Search<T> {
        T in(IndexSearcher searcher) throws IOException;
    }

    private <T> T search(Search<T> search) {
        try {
            IndexSearcher searcher = searchers.acquire();
            try {
                return search.in(searcher);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw IndexFailure.of(folder, e);
        }
    }
}
