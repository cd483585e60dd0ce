package io.dreamcacher.files.secrets;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.files.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * A file with something secret in it. In plain text only its user may have any right to it; what is encrypted may be read
 * by everybody. Where the file system has no POSIX permissions, as on Windows, the user's own folders must do.
 */
public final class SecretFile {
    private static final int LARGEST_BYTES = 1 << 20;
    private static final Set<PosixFilePermission> LOOSE = EnumSet.of(PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private final Path path;

    /** A file that need not be there. */
    public SecretFile(Path path) {
        this.path = path;
    }

    /**
     * What the file holds.
     *
     * @throws DreamCacherException {@code NOT_FOUND} if there is none; {@code BAD_REQUEST} if it has more than 1 MiB, cannot
     *         be read, or is no Fernet token and others than its user may read or write it
     */
    public byte[] read() {
        try {
            long size = Files.size(path);
            if (size > LARGEST_BYTES || !Files.isRegularFile(path)) {
                throw DreamCacherException
                        .badRequest("A secret must be a file of %,d bytes at most, but %s is not; name another."
                                .formatted(LARGEST_BYTES, path));
            }
            byte[] bytes = Files.readAllBytes(path);
            if (!Fernet.isToken(bytes)) {
                requirePrivate();
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "There is no file %s; check the path.".formatted(path),
                    e);
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "%s must be a file this user may read, but is not (%s); check its permissions."
                            .formatted(path, e.getClass().getSimpleName()),
                    e);
        }
    }

    private void requirePrivate() throws IOException {
        if (!hasPermissions()) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        if (permissions.stream().anyMatch(LOOSE::contains)) {
            throw DreamCacherException.badRequest(
                    "A secret in plain text must be its user's alone, but others have rights to %s (%s): run chmod 600 %s"
                            .formatted(path, PosixFilePermissions.toString(permissions), path));
        }
    }

    /**
     * Makes the file, readable by its user alone from the first moment, with all of the bytes or not at all.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if something of that name is there, which is left as it is, or the
     *         file cannot be written
     */
    public void create(byte[] bytes) {
        Path absolute = path.toAbsolutePath();
        Path temporary = absolute
                .resolveSibling(".%s.%d.tmp".formatted(absolute.getFileName(), ProcessHandle.current().pid()));
        if (Files.exists(absolute)) {
            throw DreamCacherException.badRequest(
                    "A secret is never written over, but %s is there already; name another file, or delete that one."
                            .formatted(path));
        }
        try {
            Files.deleteIfExists(temporary);
            DurableFiles.writeNew(temporary, bytes, attributes());
            Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.syncFolder(absolute.resolveSibling(""));
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "%s must be writable, but is not (%s); name another file, or make its folder first.".formatted(path,
                            e.getClass().getSimpleName()),
                    e);
        }
    }

    private FileAttribute<?>[] attributes() {
        return hasPermissions()
                ? new FileAttribute<?>[]{
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
    }

    private boolean hasPermissions() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** The path. */
    @Override
    public String toString() {
        return path.toString();
    }
}
