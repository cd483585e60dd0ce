package io.dreamcacher.sqlite;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.Change;
import io.dreamcacher.catalogue.ChangeLog;
import io.dreamcacher.catalogue.ForgetTarget;
import io.dreamcacher.catalogue.GenerationCursor;
import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.RememberedPrompt;
import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.GenerationVectors;
import io.dreamcacher.media.ImageDigest;
import io.dreamcacher.model.ModelRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The catalogue in one SQLite file, in WAL mode with {@code synchronous=FULL}: a method that changes something returns
 * after its transaction was forced to disk. One connection writes, under a lock; lookups use others and see the last
 * commit without waiting for the next. Beside the file lie {@code -wal} and {@code -shm} while it is open; they belong
 * to it.
 *
 * <p>One process may have it open: whoever owns the data folder.
 */
public final class SqliteCatalogue implements Catalogue {
    private static final Comparator<Generation> NEWEST_FIRST = Comparator.comparing(Generation::createdAt)
            .thenComparing(Generation::id)
            .reversed();

    private volatile MemoryIdentity identity;
    private final Database writer;
    private final ReentrantLock writing = new ReentrantLock();
    private final Readers readers;
    private volatile boolean closed;

    SqliteCatalogue(Database writer) {
        this.writer = writer;
        this.identity = MemoryTable.identity(writer);
        this.readers = new Readers(writer.file());
    }

    /**
     * Unpacks SQLite's native library below a folder unless it is there, and has it loaded from there. It must come before
     * the first catalogue is opened.
     *
     * @param cacheFolder whose programs may be run; made when missing
     * @throws io.dreamcacher.failure.DreamCacherException with BAD_DATA when the folder cannot be written
     */
    public static void unpackLibraryIn(Path cacheFolder) {
        NativeLibrary.unpackIn(cacheFolder);
    }

    /** Whether there is a catalogue's file; it may be unusable. */
    public static boolean exists(Path file) {
        return Files.exists(file);
    }

    /**
     * Makes an empty catalogue, whole or not at all, and opens it.
     *
     * @param file where; its folder must be there
     * @param identity what the memory is fixed to
     * @throws io.dreamcacher.failure.DreamCacherException with BAD_DATA when there is such a file already, or none can be
     *         made there
     */
    public static SqliteCatalogue create(Path file, MemoryIdentity identity) {
        NewFile.make(file, identity);
        return open(file);
    }

    /**
     * Opens a catalogue and brings its tables to this version.
     *
     * @throws io.dreamcacher.failure.DreamCacherException with BAD_DATA when the file is missing, cut short, something
     *         else or of a newer version; BUSY when another process writes it
     */
    public static SqliteCatalogue open(Path file) {
        if (!exists(file)) {
            throw Failures.badData("""
                    The catalogue must be at %s, but there is no such file; put a backup there, or run \
                    "dreamcacher recover", which rebuilds it from the pictures.""".formatted(file));
        }
        Database writer = Database.open(file);
        try {
            Schema.check(writer);
            Schema.migrate(writer);
            return new SqliteCatalogue(writer);
        } catch (RuntimeException | Error e) {
            writer.close();
            throw e;
        }
    }

    @Override
    public MemoryIdentity identity() {
        return identity;
    }

    @Override
    public void callClip(ModelRef name) {
        write(transaction -> MemoryTable.callClip(transaction.database(), name));
        identity = read(MemoryTable::identity);
    }

    @Override
    public void add(Access access, Generation generation, GenerationVectors vectors) {
        Catalogue.checkDimensions(identity, vectors);
        Catalogue.checkScope(access, generation.scope());
        write(transaction -> {
            Database database = transaction.database();
            if (GenerationTable.isTaken(database, generation.id())) {
                throw new IllegalArgumentException(
                        "every generation must have a name of its own, but %s is taken".formatted(generation.id()));
            }
            GenerationTable.insert(transaction, generation, vectors, access.caller());
            RememberedPrompts.generated(transaction, generation, vectors.prompt());
            TotalsTable.added(database, generation);
            CallerTables.see(database, access.caller(), generation.id());
        });
    }

    @Override
    public void takeIn(Access access, List<MadeElsewhere> images) {
        images.forEach(image -> {
            Catalogue.checkDimensions(identity, image.vectors());
            Catalogue.checkScope(access, image.generation().scope());
        });
        write(transaction -> images.stream()
                .filter(image -> !GenerationTable.isTaken(transaction.database(), image.generation().id()))
                .forEach(image -> {
                    GenerationTable.insert(transaction, image.generation(), image.vectors(), access.caller());
                    RememberedPrompts.takenIn(transaction, image.generation(), image.vectors().prompt());
                    TotalsTable.takenIn(transaction.database(), image.generation());
                }));
    }

    @Override
    public Optional<Generation> byId(Access access, GenerationId id) {
        return read(database -> GenerationTable.byId(database, access, id));
    }

    @Override
    public List<Generation> byKey(Access access, String key) {
        return read(database -> GenerationTable.byKey(database, access, key));
    }

    @Override
    public boolean delete(Access access, GenerationId id) {
        AtomicBoolean there = new AtomicBoolean();
        write(transaction -> {
            Database database = transaction.database();
            GenerationTable.byId(database, access, id).ifPresent(generation -> {
                access.requireDeleting(generation.scope(), GenerationTable.isOwn(database, access, id));
                there.set(true);
                RemovalTable.insert(transaction, id);
                RememberedPrompts.lostImage(transaction, id);
                GenerationTable.delete(database, id);
                AnswerTables.forget(database, id);
                TotalsTable.deleted(database, generation);
            });
        });
        return there.get();
    }

    @Override
    public ForgetTarget.Extent extent(Access access, ForgetTarget what) {
        return read(database -> database.snapshot(() -> new ForgottenRows(access, what).extent(database)));
    }

    @Override
    public Forgotten forget(Access access, ForgetTarget what, int most) {
        AtomicReference<Forgotten> forgotten = new AtomicReference<>(new Forgotten(List.of(), List.of()));
        write(transaction -> forgotten.set(new ForgottenRows(access, what).next(transaction, most)));
        return forgotten.get();
    }

    /** What is deleted stays in free pages, and in the log, until the file is written anew and the log cut off. */
    @Override
    public void erase(long followed) {
        write(transaction -> RemovalTable.forgetPrompts(transaction.database(), followed));
        writing.lock();
        try {
            requireOpen();
            writer.rewrite();
        } finally {
            writing.unlock();
        }
    }

    @Override
    public Optional<Scope> scopeOf(GenerationId id) {
        return read(database -> GenerationTable.scopeOf(database, id));
    }

    @Override
    public void digested(GenerationId id, ImageDigest file) {
        write(transaction -> GenerationTable.digested(transaction.database(), id, file));
    }

    @Override
    public String checkedTo() {
        return read(MemoryTable::checkedTo);
    }

    @Override
    public void checkedTo(String position) {
        write(transaction -> MemoryTable.checkedTo(transaction.database(), position));
    }

    @Override
    public List<GenerationId> deletions() {
        return read(GenerationTable::deletions);
    }

    @Override
    public void deleted(GenerationId id) {
        write(transaction -> GenerationTable.deleted(transaction.database(), id));
    }

    @Override
    public List<Generation> newest(Access access, int limit) {
        return newest(access, limit, (database, scope) -> GenerationTable.newest(database, scope, limit));
    }

    @Override
    public List<Generation> newest(Access access, GenerationCursor before, int limit) {
        return newest(access, limit, (database, scope) -> GenerationTable.newest(database, scope, before, limit));
    }

    /** Asked a scope at a time: SQLite would sort all of several scopes to find the newest of both. */
    private List<Generation> newest(Access access, int limit, BiFunction<Database, Scope, List<Generation>> ofScope) {
        return read(database -> database.snapshot(() -> access.sortedReadScopes()
                .stream()
                .flatMap(scope -> ofScope.apply(database, scope).stream())
                .sorted(NEWEST_FIRST)
                .limit(limit)
                .toList()));
    }

    @Override
    public List<Generation> page(String afterId, int limit) {
        return read(database -> GenerationTable.page(database, afterId, limit));
    }

    @Override
    public void addPrompts(Access access, List<RememberedPrompt> prompts) {
        for (RememberedPrompt prompt : prompts) {
            Catalogue.checkDimension(identity, prompt.vector());
            Catalogue.checkScope(access, prompt.scope());
            if (prompt.uses() != 0 || prompt.image().isPresent()) {
                throw new IllegalArgumentException("a prompt added by itself must have no uses and no picture");
            }
        }
        write(transaction -> prompts.forEach(prompt -> RememberedPrompts.added(transaction, prompt)));
    }

    @Override
    public Optional<RememberedPrompt> prompt(Access access, PromptKey key) {
        return read(database -> access.sortedReadScopes()
                .stream()
                .map(scope -> PromptTable.find(database, scope, key))
                .flatMap(Optional::stream)
                .findFirst());
    }

    @Override
    public List<RememberedPrompt> prompts(Access access, Optional<PromptKey> after, int limit) {
        return read(database -> PromptTable.page(database, access.writeScope(), after, limit));
    }

    @Override
    public void use(List<Statistics.Use> uses) {
        uses.forEach(use -> use.vector().ifPresent(vector -> Catalogue.checkDimension(identity, vector)));
        write(transaction -> {
            for (Statistics.Use use : uses) {
                RememberedPrompts.used(transaction, use);
                TotalsTable.used(transaction.database(), use);
                AnswerTables.used(transaction.database(), use);
                CallerTables.see(transaction.database(), use.access().caller(), use.answer());
            }
        });
    }

    @Override
    public void saved(Access access, Duration time) {
        write(transaction -> TotalsTable.saved(transaction.database(), access.writeScope(), time));
    }

    @Override
    public List<Statistics.Answering> answered(Access access, GenerationId image, int limit) {
        return read(database -> AnswerTables.answered(database, access, image, limit));
    }

    @Override
    public Statistics.Diversity diversity(Access access) {
        return read(database -> AnswerTables.diversity(database, access));
    }

    @Override
    public void checked(Access access, Instant at, Statistics.Check check) {
        write(transaction -> AnswerTables.checked(transaction.database(), access, at, check));
    }

    @Override
    public List<Statistics.Check> checks(Access access, int limit) {
        return read(database -> AnswerTables.checks(database, access, limit));
    }

    @Override
    public void checkCost(Access access, Duration time) {
        write(transaction -> AnswerTables.cost(transaction.database(), access, time));
    }

    @Override
    public Statistics.CheckCost checkCost(Access access) {
        return read(database -> AnswerTables.cost(database, access));
    }

    @Override
    public Set<GenerationId> seen(Access access) {
        return read(database -> CallerTables.seen(database, access.caller()));
    }

    @Override
    public void reject(Access access, PromptKey prompt, GenerationId id) {
        write(transaction -> CallerTables.reject(transaction.database(), access, prompt, id));
    }

    @Override
    public void judge(Access access, Instant at, Statistics.Verdict verdict) {
        write(transaction -> CallerTables.judge(transaction.database(), access, at, verdict));
    }

    @Override
    public List<Statistics.Judgement> judgements(Access access, long after, int limit) {
        return read(database -> CallerTables.judgements(database, access, after, limit));
    }

    @Override
    public Statistics.Judged judged(Access access) {
        return read(database -> database.snapshot(() -> CallerTables.judged(database, access)));
    }

    @Override
    public Opinions opinions(Access access, PromptKey prompt) {
        return read(database -> database.snapshot(() -> CallerTables.opinions(database, access, prompt)));
    }

    @Override
    public ChangeLog.Position end() {
        return read(MemoryTable::end);
    }

    @Override
    public List<Change> changesAfter(long number, int limit) {
        return read(database -> database.snapshot(() -> {
            Stream<Change> merged = Stream.of(GenerationTable.changesAfter(database, number, limit),
                    PromptTable.changesAfter(database, number, limit),
                    RemovalTable.changesAfter(database, number, limit)).flatMap(List::stream);
            return merged.sorted(Comparator.comparingLong(Change::number)).limit(limit).toList();
        }));
    }

    @Override
    public List<ChangeLog.PromptUses> usesAfter(long number, int limit) {
        return read(database -> PromptTable.usesAfter(database, number, limit));
    }

    @Override
    public Statistics.Totals totals(Access access) {
        return read(database -> access.sortedReadScopes()
                .stream()
                .map(scope -> TotalsTable.of(database, scope))
                .reduce(Statistics.Totals.NOTHING, Statistics.Totals::plus));
    }

    /** Waits for what is under way, then closes the file and folds {@code -wal} into it; closing twice is harmless. */
    @Override
    public void close() {
        writing.lock();
        try {
            if (!closed) {
                closed = true;
                readers.close();
                writer.close();
            }
        } finally {
            writing.unlock();
        }
    }

    private void write(Transaction.Work work) {
        writing.lock();
        try {
            requireOpen();
            Transaction.run(writer, work);
        } finally {
            writing.unlock();
        }
    }

    private <T> T read(Function<Database, T> question) {
        return readers.ask(database -> {
            requireOpen();
            return question.apply(database);
        });
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the catalogue must be open, but it was closed");
        }
    }
}
