package io.dreamcacher.sqlite;

import java.nio.file.Path;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Connections that only read, opened when first needed. In SQLite's WAL mode each question sees the last commit and waits
 * for no writer. Thread-safe; more threads than connections take turns.
 */
final class Readers implements AutoCloseable {
    private static final int MOST = 4;

    private final Path file;
    private final Semaphore free = new Semaphore(MOST);
    private final Deque<Database> idle = new ConcurrentLinkedDeque<>();

    Readers(Path file) {
        this.file = file;
    }

    /** Asks one question. */
    <T> T ask(Function<Database, T> question) {
        free.acquireUninterruptibly();
        try {
            Database database = idle.poll();
            if (database == null) {
                database = openReader();
            }
            try {
                return question.apply(database);
            } finally {
                idle.push(database);
            }
        } finally {
            free.release();
        }
    }

    private Database openReader() {
        Database database = Database.open(file);
        database.script("PRAGMA query_only = ON");
        return database;
    }

    /** Waits for the questions under way. */
    @Override
    public void close() {
        free.acquireUninterruptibly(MOST);
        try {
            idle.forEach(Database::close);
            idle.clear();
        } finally {
            free.release(MOST);
        }
    }
}
