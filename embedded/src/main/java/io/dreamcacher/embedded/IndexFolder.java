package io.dreamcacher.embedded;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.files.DataFolder;
import io.dreamcacher.files.DiskFailure;
import io.dreamcacher.index.IndexSource;
import io.dreamcacher.index.IndexWriter;
import io.dreamcacher.lucene.LuceneIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The index of a data folder: folders with numbers for names, the highest committed one is in use. It is derived, and
 * whoever owns the data folder owns all that lies in it, so one that cannot be used, for whatever reason, is thrown away
 * and made again; nothing of it is asked for leave.
 */
final class IndexFolder implements IndexSource {
    private static final System.Logger LOG = System.getLogger(IndexFolder.class.getName());
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private final Path folder;

    IndexFolder(DataFolder folder) {
        this.folder = folder.index();
    }

    @Override
    public IndexWriter open() {
        try {
            Optional<Path> newest = newest();
            if (newest.isPresent()) {
                return LuceneIndex.open(newest.get());
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, "The index is rebuilt from the catalogue: {0}", e.toString());
        } catch (DreamCacherException e) {
            if (e.category() == FailureCategory.EXHAUSTED) {
                throw e;
            }
            LOG.log(Level.WARNING, "The index is rebuilt from the catalogue: {0}", e.getMessage());
        }
        discard();
        return fresh();
    }

    private Optional<Path> newest() throws IOException {
        return numbered().filter(Files::isDirectory)
                .filter(LuceneIndex::isThere)
                .max(Comparator.comparingInt(IndexFolder::number));
    }

    private Stream<Path> numbered() throws IOException {
        if (!Files.exists(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> NUMBER.matcher(file.getFileName().toString()).matches()).toList().stream();
        }
    }

    private static int number(Path numbered) {
        return Integer.parseInt(numbered.getFileName().toString());
    }

    @Override
    public IndexWriter fresh() {
        return LuceneIndex.open(folder.resolve(Integer.toString(highest() + 1)));
    }

    private int highest() {
        try {
            return numbered().mapToInt(IndexFolder::number).max().orElse(0);
        } catch (IOException | UncheckedIOException e) {
            discard(); // nothing in it can be in use
            return 0;
        }
    }

    /** What cannot be deleted now is deleted another time: it only takes room. */
    @Override
    public void sweep() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            Optional<Path> kept = newest();
            for (Path file : files) {
                if (!kept.equals(Optional.of(file))) {
                    delete(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(Level.WARNING, "Indexes that are no longer needed could not be deleted from {0}: {1}", folder, e);
        }
    }

    /** A folder that cannot be emptied, because it cannot be read, is moved out of the way. */
    void discard() {
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
                delete(file);
            }
        }
    }

    private static void delete(Path file) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            deleteIn(file);
        }
        Files.delete(file);
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
