package io.dreamcacher.sqlite;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** SQLite's result codes (sqlite.org/rescode.html) as sentences about the catalogue's file. */
final class Failures {
    private static final String RECOVER = "move it away and run \"dreamcacher recover\","
            + " which rebuilds it from the pictures, or put a backup in its place";

    /** The primary code is the low byte of an extended one. */
    private static final int PRIMARY = 0xff;

    private Failures() {}

    static DreamCacherException of(Path file, SQLException cause) {
        SQLiteErrorCode code = cause instanceof SQLiteException failure
                ? failure.getResultCode()
                : SQLiteErrorCode.UNKNOWN_ERROR;
        return switch (SQLiteErrorCode.getErrorCode(code.code & PRIMARY)) {
            case SQLITE_FULL -> failure(FailureCategory.EXHAUSTED, cause, """
                    The catalogue %s needs room to grow, but its disk is full; free some and try again: \
                    what was acknowledged is safe.""".formatted(file));
            case SQLITE_NOTADB -> failure(FailureCategory.BAD_DATA, cause,
                    "The catalogue %s must be an SQLite file, but it is something else; %s.".formatted(file, RECOVER));
            case SQLITE_CORRUPT -> failure(FailureCategory.BAD_DATA, cause, """
                    The catalogue %s must be a whole SQLite file, but it is cut short or damaged (%s); %s."""
                    .formatted(file, code.name(), RECOVER));
            case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM -> failure(FailureCategory.BAD_DATA, cause, """
                    The catalogue %s and the folder around it must be writable, but SQLite may not write there (%s); \
                    change their permissions or choose another data folder.""".formatted(file, code.name()));
            case SQLITE_IOERR -> failure(FailureCategory.BAD_DATA, cause, """
                    The catalogue %s must be on a disk that works, but reading or writing failed (%s); \
                    check the disk and the file system.""".formatted(file, code.name()));
            case SQLITE_BUSY, SQLITE_LOCKED -> DreamCacherException.busy("""
                    The catalogue %s must have one writer, but another process holds it; end that one and try again."""
                    .formatted(file), Duration.ofSeconds(5));
            default -> failure(FailureCategory.INTERNAL, cause, """
                    The catalogue %s should have done what it was asked, but SQLite failed with %s; \
                    this is a defect.""".formatted(file, code.name()));
        };
    }

    /** The file is not one of ours, or not one of this version. */
    static DreamCacherException badData(String sentence) {
        return new DreamCacherException(FailureCategory.BAD_DATA, sentence);
    }

    /** What to do about a file that cannot be used. */
    static String recover() {
        return RECOVER;
    }

    private static DreamCacherException failure(FailureCategory category, SQLException cause, String sentence) {
        return new DreamCacherException(category, sentence, cause);
    }
}
