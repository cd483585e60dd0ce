package io.dreamcacher.embedded;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.files.DataFolder;
import io.dreamcacher.files.DiskFailure;
import io.dreamcacher.index.GenerationIndex;
import io.dreamcacher.lucene.LuceneIndex;
import io.dreamcacher.memory.IndexSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The index of a data folder. It is derived, and whoever owns the folder owns all that lies in it, so one that cannot be
 * used, for whatever reason, is thrown away and made again; nothing of it is asked for leave.
 */
final class IndexFolder implements IndexSource {
    private static final System.Logger LOG = System.getLogger(IndexFolder.class.getName());

    private final Path folder;

    IndexFolder(DataFolder folder) {
        this.folder = folder.index();
    }

    @Override
    public GenerationIndex open() {
        try {
            return LuceneIndex.open(folder);
        } catch (DreamCacherException e) {
            if (e.category() == FailureCategory.EXHAUSTED) {
                throw e;
            }
            LOG.log(Level.WARNING, "The index is rebuilt from the catalogue: {0}", e.getMessage());
            discard();
            return LuceneIndex.open(folder);
        }
    }

    /** A folder that cannot be emptied, because it cannot be read, is moved out of the way. */
    @Override
    public void discard() {
        try {
            clear();
        } catch (IOException | UncheckedIOException e) {
            moveAway();
        }
    }

    /** A link to a folder elsewhere stays, its content goes. */
    private void clear() throws IOException {
        if (Files.isDirectory(folder)) {
            deleteIn(folder);
        } else {
            Files.deleteIfExists(folder);
        }
    }

    private static void deleteIn(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    deleteIn(file);
                }
                Files.delete(file);
            }
        }
    }

    private void moveAway() {
        int number = 1;
        while (Files.exists(away(number), LinkOption.NOFOLLOW_LINKS)) {
            number++;
        }
        try {
            Files.move(folder, away(number));
            LOG.log(Level.WARNING, "The index could not be deleted and was moved to {0}; delete it.", away(number));
        } catch (IOException e) {
            throw DiskFailure.of(e, "Throwing the index away", folder);
        }
    }

    private Path away(int number) {
        return folder.resolveSibling("index.damaged-" + number);
    }
}
