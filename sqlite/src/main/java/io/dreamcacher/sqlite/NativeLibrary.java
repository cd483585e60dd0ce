package io.dreamcacher.sqlite;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;
import org.sqlite.util.OSInfo;

/**
 * Where SQLite's native code is loaded from. Left alone, the driver unpacks it to the temporary folder at every start,
 * compares it byte by byte, and leaves it there when the process is killed; unpacked once to a folder that stays, it is
 * only loaded.
 */
final class NativeLibrary {
    private static final String FOLDER_SETTING = "org.sqlite.lib.path";

    private NativeLibrary() {}

    /**
     * Unpacks the library below a folder unless it is there, and has the driver load it from there. It must come before
     * the first catalogue is opened, and does nothing where the system property {@code org.sqlite.lib.path} names a folder
     * already. Several processes may do so at once.
     *
     * @param cacheFolder whose programs may be run; made when missing
     * @return the folder the driver loads from
     * @throws DreamCacherException with BAD_DATA when the folder cannot be written
     */
    static Path unpackIn(Path cacheFolder) {
        String chosen = System.getProperty(FOLDER_SETTING);
        if (chosen != null) {
            return Path.of(chosen);
        }
        Path folder = cacheFolder.toAbsolutePath()
                .resolve("sqlite-" + SQLiteJDBCLoader.getVersion())
                .resolve(OSInfo.getNativeLibFolderPathForCurrentOS());
        try {
            unpackInto(folder);
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.BAD_DATA,
                    """
                            The cache folder %s must be writable, because SQLite's native library is unpacked there, but it is \\
                            not (%s); change its permissions or choose another one."""
                            .formatted(cacheFolder, e.getClass().getSimpleName()),
                    e);
        }
        System.setProperty(FOLDER_SETTING, folder.toString());
        return folder;
    }

    /** The name appears with all its bytes or not at all, so a file that is there is whole. */
    private static void unpackInto(Path folder) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        Path library = folder.resolve(name);
        if (Files.exists(library)) {
            return;
        }
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        Files.createDirectories(folder);
        Path unfinished = Files.createTempFile(folder, name, ".new");
        try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (packed == null) {
                return; // The driver itself knows best how to say that it has none for this platform.
            }
            Files.copy(packed, unfinished, StandardCopyOption.REPLACE_EXISTING);
            Files.move(unfinished, library, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
