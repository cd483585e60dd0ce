package io.dreamcacher.sqlite;

import io.dreamcacher.catalogue.Change;
import java.util.ArrayList;
import java.util.List;

/** One write transaction: the connection it runs on, and the changes it makes. Not thread-safe. */
final class Transaction {
    private final Database database;
    private final List<Change> changes = new ArrayList<>();
    private long number;

    private Transaction(Database database) {
        this.database = database;
        this.number = MemoryTable.changeNumber(database);
    }

    /** What to do in a transaction. */
    @FunctionalInterface
    interface Work {
        void in(Transaction transaction);
    }

    /** Does all of the work durably, or none of it; returns the changes made, ascending. */
    static List<Change> run(Database database, Work work) {
        database.update("BEGIN IMMEDIATE");
        try {
            Transaction transaction = new Transaction(database);
            work.in(transaction);
            if (!transaction.changes.isEmpty()) {
                MemoryTable.changeNumber(database, transaction.number);
            }
            database.update("COMMIT");
            return List.copyOf(transaction.changes);
        } catch (RuntimeException | Error e) {
            rollBack(database, e);
            throw e;
        }
    }

    /** SQLite has already rolled back after some failures, such as a full disk; then there is nothing left to do. */
    private static void rollBack(Database database, Throwable failure) {
        try {
            database.update("ROLLBACK");
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** The connection. */
    Database database() {
        return database;
    }

    /** The number for the next change, which must be {@linkplain #record recorded}. */
    long nextNumber() {
        number++;
        return number;
    }

    /** A change that was made. */
    void record(Change change) {
        changes.add(change);
    }
}
