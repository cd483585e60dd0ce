package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Size and time of a model's files when it was opened, to notice when one is changed under it: ONNX Runtime maps weight
 * files into memory, so bytes written over them would be drawn with, and a file cut short would end the process. A file
 * that is replaced by renaming another over it does no harm to what runs, but would not fit what was read before.
 * Immutable and thread-safe.
 */
final class FileStamps {
    private final Map<Path, Stamp> stamps;

    private record Stamp(long sizeBytes, FileTime modified) {}

    private FileStamps(Map<Path, Stamp> stamps) {
        this.stamps = stamps;
    }

    /**
     * The stamps that files have now.
     *
     * @throws DreamCacherException {@code BAD_MODEL} if one cannot be read
     */
    public static FileStamps of(Collection<Path> files) {
        Map<Path, Stamp> stamps = new LinkedHashMap<>();
        files.forEach(file -> stamps.put(file, stamp(file)));
        return new FileStamps(stamps);
    }

    private static Stamp stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime());
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "The file %s must stay where it is while its model is in use; it cannot be read (%s). Put it back and start again."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /**
     * Proves that no file has been changed.
     *
     * @throws DreamCacherException {@code BAD_MODEL} naming the first file that was, what it was and what it is
     */
    public void requireUnchanged() {
        stamps.forEach((file, before) -> {
            Stamp now = stamp(file);
            if (!now.equals(before)) {
                throw new DreamCacherException(FailureCategory.BAD_MODEL,
                        "The file %s must stay as it is while its model is in use; it had %,d bytes of %s and has %,d of %s now. Start again to draw with the new one."
                                .formatted(file, before.sizeBytes, before.modified, now.sizeBytes, now.modified));
            }
        });
    }
}
