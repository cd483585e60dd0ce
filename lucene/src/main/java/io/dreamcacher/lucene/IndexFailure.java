package io.dreamcacher.lucene;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.time.Duration;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.store.LockObtainFailedException;

/** What Lucene's failures mean to a person. */
final class IndexFailure {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    /** What mends an index of vectors. */
    static final String INDEX_AGAIN = "make it again with \"dreamcacher index\" from its vectors";

    private static final String REBUILD = "run \"dreamcacher reindex\": it is rebuilt from the catalogue, and no picture is lost";

    private IndexFailure() {}

    /** The failure of opening, reading or writing the index in a folder. */
    static DreamCacherException of(Path folder, Exception cause) {
        return of(folder, cause, REBUILD);
    }

    /** The same of an index that is mended in another way. */
    static DreamCacherException of(Path folder, Exception cause, String remedy) {
        return switch (cause) {
            case LockObtainFailedException e -> busy(folder);
            case IndexFormatTooOldException e -> otherVersion(folder, e, remedy);
            case IndexFormatTooNewException e -> otherVersion(folder, e, remedy);
            case CorruptIndexException e -> damaged(folder, e, remedy);
            case EOFException e -> damaged(folder, e, remedy);
            case FileNotFoundException e -> damaged(folder, e, remedy);
            case NoSuchFileException e -> damaged(folder, e, remedy);
            case AccessDeniedException e -> notWritable(folder, e);
            case ReadOnlyFileSystemException e -> notWritable(folder, e);
            case IllegalArgumentException e -> otherVersion(folder, e, remedy);
            default -> unusable(folder, cause, remedy);
        };
    }

    private static DreamCacherException otherVersion(Path folder, Exception cause, String remedy) {
        return new DreamCacherException(FailureCategory.BAD_DATA,
                saidOtherVersion(folder, String.valueOf(cause.getMessage()), remedy), cause);
    }

    static DreamCacherException otherFormat(Path folder, String expected, String found) {
        return new DreamCacherException(FailureCategory.BAD_DATA,
                saidOtherVersion(folder, "format %s instead of %s".formatted(found, expected), REBUILD));
    }

    private static String saidOtherVersion(Path folder, String found, String remedy) {
        return "The index in %s must be of this version of Dream Cacher, but is of another one (%s); %s."
                .formatted(folder, found, remedy);
    }

    private static DreamCacherException damaged(Path folder, Exception cause, String remedy) {
        return new DreamCacherException(FailureCategory.BAD_DATA,
                "The index in %s must be whole, but a file of it is missing, cut short or damaged (%s); %s."
                        .formatted(folder, cause.getMessage(), remedy),
                cause);
    }

    private static DreamCacherException notWritable(Path folder, Exception cause) {
        return new DreamCacherException(FailureCategory.BAD_DATA,
                "The index folder %s must be writable, but is not (%s); change its permissions, or choose another data folder."
                        .formatted(folder, cause.getMessage()),
                cause);
    }

    private static DreamCacherException busy(Path folder) {
        return DreamCacherException.busy(
                "The index in %s belongs to one process at a time, but another one holds it; stop that one, or try again when it has ended."
                        .formatted(folder),
                RETRY_AFTER);
    }

    /** A full disk has no exception of its own in Java. */
    private static DreamCacherException unusable(Path folder, Exception cause, String remedy) {
        boolean full = cause instanceof IOException && String.valueOf(cause.getMessage()).contains("No space left");
        return new DreamCacherException(full ? FailureCategory.EXHAUSTED : FailureCategory.BAD_DATA,
                "The index in %s must be readable and writable, but that failed (%s); %s."
                        .formatted(folder, cause.getMessage(), full ? "free some space on its disk" : remedy),
                cause);
    }
}
