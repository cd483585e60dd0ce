package io.dreamcacher.sqlite;

import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * One connection to a catalogue's file, with its statements kept compiled. Every SQL failure leaves as a sentence about
 * that file. Not thread-safe.
 */
final class Database implements AutoCloseable {
    private static final int BUSY_TIMEOUT_MILLIS = 5_000;

    /** In kibibytes, negative as SQLite wants it. */
    private static final int PAGE_CACHE = -16_000;

    private static final long LARGEST_KEPT_LOG_BYTES = 64L << 20;

    private final Path file;
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    /** Reads one row. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Database(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** Opens a file that is there. */
    static Database open(Path file) {
        return connect(file, false);
    }

    /** Makes an empty file, or opens one that is there. */
    static Database create(Path file) {
        return connect(file, true);
    }

    private static Database connect(Path file, boolean create) {
        SQLiteConfig config = new SQLiteConfig();
        if (!create) {
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        try {
            // A file: address, because in a plain path the driver reads what follows a question mark as settings.
            Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath().toUri());
            return configured(new Database(file, connection));
        } catch (SQLException e) {
            throw Failures.of(file, e);
        }
    }

    private static Database configured(Database database) {
        try {
            database.script("""
                    PRAGMA busy_timeout = %d;
                    PRAGMA synchronous = FULL;
                    PRAGMA foreign_keys = ON;
                    PRAGMA cache_size = %d;
                    PRAGMA journal_size_limit = %d;
                    """.formatted(BUSY_TIMEOUT_MILLIS, PAGE_CACHE, LARGEST_KEPT_LOG_BYTES));
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** The file. */
    Path file() {
        return file;
    }

    /** Runs statements that return nothing and have no parameters. */
    void script(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw Failures.of(file, e);
        }
    }

    /**
     * Writes the whole file anew, without what was deleted, and cuts the log off.
     *
     * @throws io.dreamcacher.failure.DreamCacherException with BUSY when readers kept the log open all the time
     */
    void rewrite() {
        closeStatements(); // one that was not read to its end would be in the way
        script("VACUUM");
        if (number("PRAGMA wal_checkpoint(TRUNCATE)") != 0) {
            throw DreamCacherException.busy(
                    "The catalogue %s is being read, so its log cannot be cut off; try again.".formatted(file),
                    Duration.ofSeconds(1));
        }
    }

    private void closeStatements() {
        try {
            for (PreparedStatement statement : statements.values()) {
                statement.close();
            }
        } catch (SQLException e) {
            throw Failures.of(file, e);
        } finally {
            statements.clear();
        }
    }

    /** Runs one statement; returns the number of rows it changed. */
    int update(String sql, Object... parameters) {
        try {
            return bound(sql, parameters).executeUpdate();
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** Every row of a question. */
    <T> List<T> list(RowReader<T> reader, String sql, Object... parameters) {
        try (ResultSet rows = bound(sql, parameters).executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** The first row of a question. */
    <T> Optional<T> first(RowReader<T> reader, String sql, Object... parameters) {
        try (ResultSet rows = bound(sql, parameters).executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** The number a question always answers with. */
    long number(String sql) {
        return first(row -> row.getLong(1), sql).orElseThrow();
    }

    /** Several questions to one state of the file. */
    <T> T snapshot(Supplier<T> questions) {
        update("BEGIN");
        try {
            return questions.get();
        } finally {
            update("ROLLBACK");
        }
    }

    private PreparedStatement bound(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < parameters.length; i++) {
            bind(statement, i + 1, parameters[i]);
        }
        return statement;
    }

    /** The driver ends a statement that failed, so it is compiled anew the next time. */
    private DreamCacherException failed(String sql, SQLException failure) {
        PreparedStatement ended = statements.remove(sql);
        try {
            if (ended != null) {
                ended.close();
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        return Failures.of(file, failure);
    }

    private static void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        switch (value) {
            case String text -> statement.setString(index, text);
            case Long number -> statement.setLong(index, number);
            case Integer number -> statement.setInt(index, number);
            case Double number -> statement.setDouble(index, number);
            case Boolean flag -> statement.setInt(index, flag ? 1 : 0);
            case byte[] bytes -> statement.setBytes(index, bytes);
            case Optional<?> maybe when maybe.isPresent() -> bind(statement, index, maybe.get());
            case Optional<?> maybe -> statement.setObject(index, null);
            default -> throw new IllegalArgumentException("no column holds a " + value.getClass());
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw Failures.of(file, e);
        }
    }
}
