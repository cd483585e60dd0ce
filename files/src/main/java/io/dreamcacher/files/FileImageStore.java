package io.dreamcacher.files;

import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.imagestore.ImageStore;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Images as files {@code ab/ID.png}, {@code ab} being the first two characters of the id: at most 1,024 folders. A file
 * is written and synced as {@code ID.N.tmp} in the store's own folder, renamed to its place, and the folder synced, so
 * that a crash leaves the whole image or none, and what it leaves behind lies in one folder. Only the owner of the data
 * folder may make one.
 */
public final class FileImageStore implements ImageStore {
    private static final String ENDING = ".png";
    private static final boolean TELLS_CHANGES = FileSystems.getDefault()
            .supportedFileAttributeViews()
            .contains("unix");
    private static final String TEMPORARY = ".tmp";
    private static final Pattern IMAGE = Pattern.compile("([a-z2-7]{20})\\.png");

    private final Path folder;
    private final Path setAside;
    private final Consumer<Path> written;
    private final AtomicLong temporaries = new AtomicLong();
    private final Set<Path> durableFolders = ConcurrentHashMap.newKeySet();

    /**
     * Opens or makes the store and removes what a crash left unfinished. Images set aside go to the folder's sibling
     * {@code set-aside}.
     */
    public FileImageStore(Path folder) {
        this(folder, temporary -> {});
    }

    /** @param written told of a temporary file that is written and synced and has no name of its own yet */
    FileImageStore(Path folder, Consumer<Path> written) {
        this.folder = folder.toAbsolutePath();
        this.setAside = this.folder.resolveSibling("set-aside");
        this.written = written;
        run("Opening the picture store", () -> {
            makeFolder(this.folder);
            removeTemporaries();
        });
    }

    @Override
    public void put(GenerationId id, byte[] png) {
        run("Storing a picture", () -> {
            Path file = path(id);
            makeFolder(fanOut(folder, id));
            Path temporary = folder.resolve("%s.%d%s".formatted(id, temporaries.incrementAndGet(), TEMPORARY));
            try {
                DurableFiles.writeNew(temporary, png);
                written.accept(temporary);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
            DurableFiles.syncFolder(fanOut(folder, id));
        });
    }

    @Override
    public Optional<byte[]> get(GenerationId id) {
        try {
            return Optional.of(Files.readAllBytes(path(id)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw DiskFailure.of(e, "Reading a picture", path(id));
        }
    }

    @Override
    public Optional<Stat> stat(GenerationId id) {
        try {
            BasicFileAttributes found = Files.readAttributes(path(id), BasicFileAttributes.class);
            return found.isRegularFile() ? Optional.of(new Stat(found.size(), version(id, found))) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw DiskFailure.of(e, "Looking at a picture", path(id));
        }
    }

    /** The time of the last change of any kind, which nobody can set back, where the system tells it. */
    private String version(GenerationId id, BasicFileAttributes found) throws IOException {
        return TELLS_CHANGES
                ? "%s %s".formatted(found.fileKey(), Files.getAttribute(path(id), "unix:ctime"))
                : found.lastModifiedTime().toString();
    }

    @Override
    public boolean contains(GenerationId id) {
        return Files.isRegularFile(path(id));
    }

    @Override
    public boolean delete(GenerationId id) {
        boolean[] deleted = new boolean[1];
        run("Deleting a picture", () -> {
            deleted[0] = Files.deleteIfExists(path(id));
            if (deleted[0]) {
                DurableFiles.syncFolder(fanOut(folder, id));
            }
        });
        return deleted[0];
    }

    @Override
    public void setAside(GenerationId id) {
        run("Setting a picture aside", () -> {
            if (contains(id)) {
                makeFolder(setAside);
                Files.move(path(id), setAside.resolve(id + ENDING), StandardCopyOption.ATOMIC_MOVE);
                DurableFiles.syncFolder(setAside);
                DurableFiles.syncFolder(fanOut(folder, id));
            }
        });
    }

    @Override
    public void forEach(Consumer<GenerationId> consumer) {
        run("Listing pictures", () -> {
            try (DirectoryStream<Path> fanOuts = Files.newDirectoryStream(folder, Files::isDirectory)) {
                for (Path fanOut : fanOuts) {
                    forEach(fanOut, consumer);
                }
            }
        });
    }

    /** Where an image lies, or would. */
    public Path path(GenerationId id) {
        return file(folder, id);
    }

    private static void forEach(Path fanOut, Consumer<GenerationId> consumer) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(fanOut, "*" + ENDING)) {
            for (Path file : files) {
                Matcher name = IMAGE.matcher(file.getFileName().toString());
                if (name.matches() && name.group(1).startsWith(fanOut.getFileName().toString())) {
                    consumer.accept(new GenerationId(name.group(1)));
                }
            }
        }
    }

    /** Where the file of a generation lies below a folder of images, whether it is there or not. */
    public static Path file(Path folder, GenerationId id) {
        return fanOut(folder, id).resolve(id + ENDING);
    }

    private static Path fanOut(Path folder, GenerationId id) {
        return folder.resolve(id.value().substring(0, 2));
    }

    /** Makes a folder and its name durable, once. */
    private void makeFolder(Path made) throws IOException {
        if (durableFolders.contains(made)) {
            return;
        }
        DurableFiles.createFolders(made);
        durableFolders.add(made);
    }

    private void removeTemporaries() throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, "*" + TEMPORARY)) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        }
    }

    private void run(String action, DiskAction body) {
        try {
            body.run();
        } catch (IOException e) {
            throw DiskFailure.of(e, action, folder);
        } catch (DirectoryIteratorException e) {
            throw DiskFailure.of(new IOException(e), action, folder);
        }
    }

    private interface DiskAction {
        void run() throws IOException;
    }
}
