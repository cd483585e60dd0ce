package io.dreamcacher.files;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;

/** What an I/O failure in the data folder means to a person. */
public final class DiskFailure {
    /** A disk with less than this left is full: file systems keep some blocks for themselves. */
    private static final long FULL_BYTES = 64 << 10;

    private DiskFailure() {}

    /**
     * The failure of an action on a file or folder: EXHAUSTED on a full disk, else BAD_DATA.
     *
     * @param action as the beginning of a sentence, such as "Storing an image"
     */
    public static DreamCacherException of(IOException cause, String action, Path path) {
        return of(cause, action, path, usableBytes(path));
    }

    static DreamCacherException of(IOException cause, String action, Path path, long usableBytes) {
        String reason = String.valueOf(cause.getMessage());
        String words = reason.toLowerCase(Locale.ROOT);
        if (cause instanceof AccessDeniedException || words.contains("read-only")
                || words.contains("operation not permitted")) {
            return new DreamCacherException(FailureCategory.BAD_DATA,
                    "%s needs a data folder this user may write, but %s may not be written (%s); change its permissions, or choose another with --data or DREAMCACHER_DATA."
                            .formatted(action, path, explained(cause)),
                    cause);
        }
        if (words.contains("no space left") || words.contains("quota exceeded") || words.contains("not enough space")
                || usableBytes < FULL_BYTES) {
            return new DreamCacherException(FailureCategory.EXHAUSTED,
                    "%s needs free space on the disk that holds %s, but it is full (%,d bytes left); free some, or use a data folder on another disk."
                            .formatted(action, path, usableBytes),
                    cause);
        }
        return new DreamCacherException(FailureCategory.BAD_DATA,
                "%s needs a working disk, but %s failed (%s); check the disk and the folder.".formatted(action, path,
                        explained(cause)),
                cause);
    }

    private static String explained(IOException cause) {
        return cause instanceof AccessDeniedException ? "access denied" : String.valueOf(cause.getMessage());
    }

    /** Bytes left on the disk of the nearest folder that exists. */
    private static long usableBytes(Path path) {
        Path existing = path.toAbsolutePath();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            return Files.getFileStore(existing).getUsableSpace();
        } catch (IOException | ReadOnlyFileSystemException | SecurityException e) {
            return Long.MAX_VALUE; // unknown; the message of the failure itself decides
        }
    }
}
