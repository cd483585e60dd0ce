package io.dreamcacher.lucene;

import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Change;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.index.GenerationIndex;
import io.dreamcacher.index.IndexFilter;
import io.dreamcacher.index.Neighbour;
import io.dreamcacher.index.PromptHit;
import io.dreamcacher.index.VectorSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.NRTCachingDirectory;
import org.apache.lucene.util.IOUtils;

/**
 * The embedded index: one Lucene index in one folder, owned by one process. Applied changes are in the writer's reader
 * when {@link #apply} returns; a commit carries the number of the last change, and happens by itself after 1,000 changes.
 * Thread-safe; changes are applied one list at a time. A failure of the disk is a DreamCacherException: BAD_DATA when a
 * rebuild mends it, EXHAUSTED when the disk is full; after a failed write, close and open it again.
 */
public final class LuceneIndex implements GenerationIndex {
    static final int CHANGES_A_COMMIT = 1000;

    /** Of the documents' fields; another one is another index, which the catalogue fills. */
    private static final String FORMAT = "1";

    private static final String FORMAT_KEY = "dreamcacher.format";
    private static final String CHANGE_KEY = "dreamcacher.change";

    /** New segments up to this size stay in memory until a commit: most are merged away before that. */
    private static final double SMALL_SEGMENT_MB = 2;

    private static final double SMALL_SEGMENTS_MB = 16;

    private final Path folder;
    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final GenerationDocuments generations;
    private final PromptDocuments prompts = new PromptDocuments();
    private long appliedChange;
    private volatile long committedChange;
    private int uncommittedChanges;

    private LuceneIndex(Path folder, IndexWriter writer, long committedChange) throws IOException {
        this.folder = folder;
        this.directory = writer.getDirectory();
        this.writer = writer;
        this.searchers = new SearcherManager(writer, null);
        this.generations = new GenerationDocuments();
        this.committedChange = committedChange;
        this.appliedChange = committedChange;
    }

    /**
     * Opens the index in a folder, or begins one there.
     *
     * @throws io.dreamcacher.failure.DreamCacherException BUSY when another process holds it; BAD_DATA when it is of
     *         another version or damaged, which {@link #discard} and a rebuild mend, or when the folder is not writable
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
            return new LuceneIndex(folder, writer, committedChange(folder, directory));
        } catch (Throwable e) {
            IOUtils.closeWhileHandlingException(writer);
            throw e;
        }
    }

    private static long committedChange(Path folder, Directory directory) throws IOException {
        if (!DirectoryReader.indexExists(directory)) {
            return 0;
        }
        Map<String, String> commit = SegmentInfos.readLatestCommit(directory).getUserData();
        String format = commit.getOrDefault(FORMAT_KEY, "none");
        if (!format.equals(FORMAT)) {
            throw IndexFailure.otherFormat(folder, FORMAT, format);
        }
        return Long.parseLong(commit.getOrDefault(CHANGE_KEY, "0"));
    }

    /**
     * Deletes what Lucene keeps in a folder, readable or not, so that {@link #open} begins an empty index there.
     *
     * @throws io.dreamcacher.failure.DreamCacherException BUSY when another process holds it
     */
    public static void discard(Path folder) {
        try (Directory directory = FSDirectory.open(folder);
                Lock lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
            lock.ensureValid();
            List<String> files = List.of(directory.listAll());
            // First what says that there is an index: cut off half way, the rest is not taken for one.
            deleteBeginningWith("segments", files, directory);
            deleteBeginningWith("pending_segments", files, directory);
            deleteBeginningWith("_", files, directory);
        } catch (IOException e) {
            throw IndexFailure.of(folder, e);
        }
    }

    private static void deleteBeginningWith(String start, List<String> files, Directory directory) throws IOException {
        for (String file : files) {
            if (file.startsWith(start)) {
                directory.deleteFile(file);
            }
        }
    }

    @Override
    public long committedChange() {
        return committedChange;
    }

    @Override
    public synchronized void apply(List<Change> changes) {
        write(() -> {
            for (Change change : changes) {
                apply(change);
                appliedChange = Math.max(appliedChange, change.number());
                uncommittedChanges++;
            }
            searchers.maybeRefreshBlocking();
            if (uncommittedChanges >= CHANGES_A_COMMIT) {
                commitNow();
            }
        });
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

    @Override
    public synchronized void commit() {
        if (uncommittedChanges > 0) {
            write(this::commitNow);
        }
    }

    private void commitNow() throws IOException {
        Map<String, String> commit = Map.of(FORMAT_KEY, FORMAT, CHANGE_KEY, Long.toString(appliedChange));
        writer.setLiveCommitData(commit.entrySet());
        writer.commit();
        committedChange = appliedChange;
        uncommittedChanges = 0;
    }

    @Override
    public synchronized void clear() {
        write(() -> {
            writer.deleteAll();
            searchers.maybeRefreshBlocking();
            appliedChange = 0;
            commitNow();
        });
    }

    @Override
    public long count() {
        return search(searcher -> searcher.count(generations.all()));
    }

    @Override
    public List<Neighbour> nearest(VectorSpace space, Embedding query, IndexFilter filter, int k) {
        checkPositive(k);
        Set<GenerationId> excluded = filter.excluded();
        return search(searcher -> {
            if (!excluded.isEmpty() && k < VectorField.LEAST_CANDIDATES) {
                List<Neighbour> left = nearest(searcher, space, query, filter.without(Set.of()),
                        VectorField.LEAST_CANDIDATES)
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
    private List<Neighbour> nearest(IndexSearcher searcher, VectorSpace space, Embedding query, IndexFilter filter,
            int k) throws IOException {
        List<Neighbour> neighbours = new ArrayList<>();
        for (ScoreDoc hit : generations.vectors(space).nearest(searcher, query, generations.filter(filter), k)) {
            neighbours.add(new Neighbour(generations.id(searcher, hit), VectorField.similarity(hit)));
        }
        return List.copyOf(neighbours);
    }

    @Override
    public List<GenerationId> words(String words, IndexFilter filter, int k) {
        checkPositive(k);
        return search(searcher -> {
            List<GenerationId> found = new ArrayList<>();
            int most = Math.min(k, Math.max(1, searcher.getIndexReader().maxDoc()));
            for (ScoreDoc hit : searcher.search(generations.words(words, filter), most).scoreDocs) {
                found.add(generations.id(searcher, hit));
            }
            return List.copyOf(found);
        });
    }

    @Override
    public List<PromptHit> promptsStartingWith(Scope scope, PromptKey prefix, int k) {
        checkPositive(k);
        return search(searcher -> prompts.startingWith(searcher, scope, prefix, k));
    }

    @Override
    public List<PromptHit> promptsContaining(Scope scope, PromptKey words, int k) {
        checkPositive(k);
        return search(searcher -> prompts.containing(searcher, scope, words, k));
    }

    @Override
    public List<PromptHit> promptsNear(Scope scope, Embedding query, int k) {
        checkPositive(k);
        return search(searcher -> prompts.near(searcher, scope, query, k));
    }

    /** Commits and closes; merges under way are given up, since they only make later searches faster. */
    @Override
    public synchronized void close() {
        if (!writer.isOpen()) {
            IOUtils.closeWhileHandlingException(searchers, writer, directory);
            return;
        }
        try {
            commit();
        } finally {
            IOUtils.closeWhileHandlingException(searchers, writer, directory);
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
        try {
            write.run();
        } catch (IOException e) {
            throw IndexFailure.of(folder, e);
        } catch (AlreadyClosedException e) {
            if (writer.getTragicException() instanceof Exception reason) {
                throw IndexFailure.of(folder, reason);
            }
            throw e;
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
