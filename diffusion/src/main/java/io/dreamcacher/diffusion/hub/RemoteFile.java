package io.dreamcacher.diffusion.hub;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.Arrays;

/**
 * A file as the hub lists it.
 *
 * @param path in the repository, parts joined by slashes
 * @param size in bytes
 * @param blob what its content must hash to
 */
record RemoteFile(String path, long size, BlobId blob) {

    /** Far beyond any weights for one machine; a number above it is an error of the server. */
    private static final long MAX_SIZE = 1L << 40;
    private static final int MAX_PATH = 1024;

    RemoteFile {
        requireRelative(path);
        if (size < 0 || size > MAX_SIZE) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "The file %s of a model must have 0 to %,d bytes; the hub says %,d. Nothing was downloaded."
                            .formatted(path, MAX_SIZE, size));
        }
    }

    private static void requireRelative(String path) {
        if (!isRelative(path)) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "A file of a model must have a relative path without '..'; the name \"%s\" has not. Do not use this model."
                            .formatted(path.length() > 80 ? path.substring(0, 80) + "…" : path));
        }
    }

    /** Whether a path stays within the folder it is put in, on any operating system. */
    static boolean isRelative(String path) {
        if (path.length() > MAX_PATH || path.indexOf('\\') >= 0 || path.matches("[A-Za-z]:.*")
                || path.chars().anyMatch(Character::isISOControl)) {
            return false;
        }
        return Arrays.stream(path.split("/", -1))
                .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }

    /** The last part of the path. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The path up to the last slash, without it; empty for a file at the top. */
    String folder() {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
