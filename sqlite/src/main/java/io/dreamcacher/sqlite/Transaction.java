package io.dreamcacher.sqlite;

import io.dreamcacher.catalogue.ChangeLog;

/**
 * One write transaction: the connection it runs on, and the numbers of what it changes. They are taken from the row that
 * the transaction, which is the only one writing, holds until it ends; so they become visible in order. Not thread-safe.
 */
final class Transaction {
    private final Database database;
    private final ChangeLog.Position start;
    private ChangeLog.Position end;

    private Transaction(Database database) {
        this.database = database;
        start = MemoryTable.end(database);
        end = start;
    }

    /** What to do in a transaction. */
    @FunctionalInterface
    interface Work {
        void in(Transaction transaction);
    }

    /** Does all of the work durably, or none of it. */
    static void run(Database database, Work work) {
        database.update("BEGIN IMMEDIATE");
        try {
            Transaction transaction = new Transaction(database);
            work.in(transaction);
            if (!transaction.end.equals(transaction.start)) {
                MemoryTable.end(database, transaction.end);
            }
            database.update("COMMIT");
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

    /** The number for the next change. */
    long nextNumber() {
        end = new ChangeLog.Position(end.change() + 1, end.uses());
        return end.change();
    }

    /** The number for the next use that is counted. */
    long nextCount() {
        end = new ChangeLog.Position(end.change(), end.uses() + 1);
        return end.uses();
    }
}
