package io.dreamcacher.files;

import io.dreamcacher.access.Scope;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.media.ImageDigest;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Images as files {@code SCOPE/ab/ID.png} (or the ending of another type), {@code ab} being the first two characters of the
 * id: at most 1,024 folders a scope. A file is written and synced under a temporary name in the folder {@code .pending},
 * renamed to {@link PendingFile a name that says its key and the end of its lease}, and to its place when it is committed;
 * the folders are synced. So a crash leaves the whole image or none, and what it leaves behind lies in one folder.
 */
public final class FileImageStore implements ImageStore {
    private static final boolean TELLS_CHANGES = FileSystems.getDefault()
            .supportedFileAttributeViews()
            .contains("unix");
    private static final String TEMPORARY = ".tmp";
    /** A file may be renamed between finding and reading it: twice at most on its way. */
    private static final int LOOKS = 4;

    private final ImageFolders folders;
    private final Path pending;
    private final Path setAside;
    private final InstantSource clock;
    private final Consumer<Path> written;
    private final AtomicLong temporaries = new AtomicLong();
    private final Map<ImageKey, Path> writing = new ConcurrentHashMap<>();
    private final Set<Path> leftBehind = ConcurrentHashMap.newKeySet();
    private final Set<Path> durableFolders = ConcurrentHashMap.newKeySet();

    /**
     * Opens or makes the store of a folder this process owns: whoever wrote into it before is dead, so what is unfinished
     * is removed, and leases of before are over. Images set aside go to the folder's sibling {@code set-aside}.
     */
    public FileImageStore(Path folder) {
        this(folder, InstantSource.system(), temporary -> {});
        run("Opening the picture store", () -> {
            removeTemporaries(folders.root());
            removeTemporaries(pending);
            leftBehind.addAll(ImageFolders.entries(pending));
        });
    }

    /**
     * Opens or makes the store of a folder that other processes write into too.
     *
     * @param clock by which leases end
     * @param written told of a temporary file that is written and synced and has no name of its own yet
     */
    FileImageStore(Path folder, InstantSource clock, Consumer<Path> written) {
        this.folders = new ImageFolders(folder.toAbsolutePath());
        this.pending = folders.root().resolve(PendingFile.FOLDER);
        this.setAside = folders.root().resolveSibling("set-aside");
        this.clock = clock;
        this.written = written;
        run("Opening the picture store", () -> makeFolder(pending));
    }

    @Override
    public ImageDigest put(ImageKey key, MediaType type, InputStream bytes, Duration lease) {
        return get("Storing a picture", () -> {
            Path temporary = pending.resolve("%s.%d%s".formatted(key.id(), temporaries.incrementAndGet(), TEMPORARY));
            try {
                ImageDigest digest = DurableFiles.writeNew(temporary, type, bytes);
                written.accept(temporary);
                Path named = pending.resolve(PendingFile.name(key, clock.instant().plus(lease), type));
                Files.move(temporary, named, StandardCopyOption.ATOMIC_MOVE);
                DurableFiles.syncFolder(pending);
                writing.put(key, named);
                return digest;
            } finally {
                Files.deleteIfExists(temporary);
            }
        });
    }

    @Override
    public boolean renew(ImageKey key, Duration lease) {
        return get("Prolonging a lease", () -> {
            Optional<PendingFile> found = newest(key);
            if (found.isEmpty()) {
                return false;
            }
            Path renewed = pending.resolve(PendingFile.name(key, clock.instant().plus(lease), found.get().type()));
            try {
                Files.move(found.get().path(), renewed, StandardCopyOption.ATOMIC_MOVE);
            } catch (NoSuchFileException e) {
                return false;
            }
            DurableFiles.syncFolder(pending);
            writing.put(key, renewed);
            return true;
        });
    }

    @Override
    public boolean commit(ImageKey key) {
        boolean there = get("Storing a picture", () -> {
            Optional<PendingFile> found = newest(key);
            if (found.isPresent()) {
                moveToItsPlace(found.get());
            }
            return folders.find(key).isPresent();
        });
        writing.remove(key);
        return there;
    }

    private void moveToItsPlace(PendingFile file) throws IOException {
        Path place = folders.place(file.key(), file.type());
        makeFolder(folders.fanOut(file.key()));
        try {
            Files.move(file.path(), place, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return; // another process decided first
        }
        for (Path other : folders.places(file.key())) {
            if (!other.equals(place)) {
                Files.deleteIfExists(other);
            }
        }
        deletePending(Set.of(file.key()));
        DurableFiles.syncFolder(folders.fanOut(file.key()));
    }

    @Override
    public List<Pending> pending() {
        return get("Listing pictures", () -> ImageFolders.entries(pending)
                .stream()
                .flatMap(path -> PendingFile.of(path).stream())
                .map(file -> new Pending(file.key(), leftBehind.contains(file.path()) ? Instant.MIN : file.until()))
                .toList());
    }

    private Optional<PendingFile> newest(ImageKey key) throws IOException {
        return ImageFolders.entries(pending)
                .stream()
                .flatMap(path -> PendingFile.of(path).stream())
                .filter(file -> file.key().equals(key))
                .max((a, b) -> a.until().compareTo(b.until()));
    }

    @Override
    public Optional<ImageFile> get(ImageKey key) {
        return read("Reading a picture", key,
                path -> new ImageFile(Files.readAllBytes(path), ImageFolders.type(path).orElseThrow()));
    }

    @Override
    public Optional<InputStream> open(ImageKey key) {
        return read("Reading a picture", key, Files::newInputStream);
    }

    @Override
    public Optional<Stat> stat(ImageKey key) {
        return read("Looking at a picture", key, path -> {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stat(
                    new ImageDigest(ImageFolders.type(path).orElseThrow(), found.size(), Optional.empty()),
                    version(path, found));
        });
    }

    /** The time of the last change of any kind, which nobody can set back, where the system tells it. */
    private static String version(Path path, BasicFileAttributes found) throws IOException {
        return TELLS_CHANGES
                ? "%s %s".formatted(found.fileKey(), Files.getAttribute(path, "unix:ctime"))
                : found.lastModifiedTime().toString();
    }

    private <T> Optional<T> read(String action, ImageKey key, DiskRead<T> read) {
        return get(action, () -> {
            for (int look = 0; look < LOOKS; look++) {
                Optional<Path> path = find(key);
                if (path.isEmpty()) {
                    return Optional.empty();
                }
                try {
                    return Optional.of(read.of(path.get()));
                } catch (NoSuchFileException e) {
                    // renamed meanwhile, or deleted
                }
            }
            return Optional.empty();
        });
    }

    /** What this process writes, else what is committed, else what another process writes. */
    private Optional<Path> find(ImageKey key) throws IOException {
        Path own = writing.get(key);
        if (own != null && Files.isRegularFile(own)) {
            return Optional.of(own);
        }
        Optional<Path> committed = folders.find(key);
        if (committed.isPresent()) {
            return committed;
        }
        Optional<Path> others = newest(key).map(PendingFile::path);
        return others.isPresent() ? others : folders.find(key);
    }

    @Override
    public Optional<URI> locate(ImageKey key) {
        return get("Looking for a picture", () -> find(key)).map(Path::toUri);
    }

    @Override
    public void delete(Collection<ImageKey> keys) {
        run("Deleting a picture", () -> {
            Set<Path> changed = new TreeSet<>();
            for (ImageKey key : keys) {
                for (Path place : folders.places(key)) {
                    if (Files.deleteIfExists(place)) {
                        changed.add(folders.fanOut(key));
                    }
                }
            }
            if (deletePending(Set.copyOf(keys))) {
                changed.add(pending);
            }
            for (Path folder : changed) {
                DurableFiles.syncFolder(folder);
            }
        });
        keys.forEach(writing::remove);
    }

    private boolean deletePending(Set<ImageKey> keys) throws IOException {
        boolean deleted = false;
        for (Path path : ImageFolders.entries(pending)) {
            if (PendingFile.of(path).filter(file -> keys.contains(file.key())).isPresent()) {
                deleted |= Files.deleteIfExists(path);
            }
        }
        return deleted;
    }

    @Override
    public void setAside(ImageKey key) {
        run("Setting a picture aside", () -> {
            List<Path> committed = folders.places(key).stream().filter(Files::isRegularFile).toList();
            for (Path file : committed.isEmpty() ? find(key).stream().toList() : committed) {
                setAside(file, key.id());
            }
        });
        delete(List.of(key)); // copies that are pending
    }

    private void setAside(Path file, GenerationId id) throws IOException {
        makeFolder(setAside);
        String ending = ImageFolders.type(file).orElse(MediaType.PNG).fileEnding();
        try {
            Files.move(file, unused(id, ending), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return; // its writer has decided meanwhile
        }
        DurableFiles.syncFolder(setAside);
    }

    /** What was set aside before stays. */
    private Path unused(GenerationId id, String ending) {
        Path place = setAside.resolve(id + "." + ending);
        for (int copy = 1; Files.exists(place); copy++) {
            place = setAside.resolve("%s-%d.%s".formatted(id, copy, ending));
        }
        return place;
    }

    @Override
    public List<ImageKey> page(Optional<ImageKey> after, int limit) {
        return get("Listing pictures", () -> folders.page(after, limit));
    }

    @Override
    public List<ImageKey> keysOf(GenerationId id) {
        return get("Looking for a picture", () -> {
            TreeSet<ImageKey> keys = new TreeSet<>();
            for (Scope scope : folders.scopes()) {
                ImageKey key = new ImageKey(scope, id);
                if (folders.find(key).isPresent()) {
                    keys.add(key);
                }
            }
            pending().stream().map(Pending::key).filter(key -> key.id().equals(id)).forEach(keys::add);
            return List.copyOf(keys);
        });
    }

    /**
     * Moves images from where they lay before keys had a scope, {@code ab/ID.png}. May be stopped and started again.
     *
     * @param scopeOf the scope that an image's row says; those without one are set aside
     */
    public void moveIntoScopes(Function<GenerationId, Optional<Scope>> scopeOf) {
        run("Moving the pictures into their scopes", () -> {
            for (Path fanOut : folders.withoutScope()) {
                Set<Path> changed = new TreeSet<>();
                for (Path file : ImageFolders.entries(fanOut)) {
                    Optional<GenerationId> id = ImageFolders.id(file);
                    if (id.isPresent()) {
                        changed.add(moveIntoScope(file, id.get(), scopeOf.apply(id.get())));
                    }
                }
                for (Path folder : changed) {
                    DurableFiles.syncFolder(folder);
                }
                if (ImageFolders.entries(fanOut).isEmpty()) {
                    Files.delete(fanOut);
                }
            }
        });
    }

    /** Returns the folder the file is in now. */
    private Path moveIntoScope(Path file, GenerationId id, Optional<Scope> scope) throws IOException {
        if (scope.isEmpty()) {
            setAside(file, id);
            return setAside;
        }
        ImageKey key = new ImageKey(scope.get(), id);
        makeFolder(folders.fanOut(key));
        Files.move(file, folders.place(key, MediaType.PNG), StandardCopyOption.ATOMIC_MOVE);
        return folders.fanOut(key);
    }

    /** Whether there are so many images or more, not counting pending ones. */
    public boolean holds(int count) {
        return get("Listing pictures", () -> {
            int found = folders.page(Optional.empty(), count).size();
            for (Path fanOut : folders.withoutScope()) {
                found += (int) ImageFolders.entries(fanOut)
                        .stream()
                        .filter(file -> ImageFolders.id(file).isPresent())
                        .count();
            }
            return found >= count;
        });
    }

    /** Where the file of an image lies below a folder of images, or would as PNG. */
    public static Path file(Path folder, ImageKey key) {
        ImageFolders folders = new ImageFolders(folder);
        return folders.find(key).orElseGet(() -> folders.place(key, MediaType.PNG));
    }

    /** Makes a folder and its name durable, once. */
    private void makeFolder(Path made) throws IOException {
        if (durableFolders.contains(made)) {
            return;
        }
        DurableFiles.createFolders(made);
        durableFolders.add(made);
    }

    private static void removeTemporaries(Path folder) throws IOException {
        for (Path path : ImageFolders.entries(folder)) {
            if (path.toString().endsWith(TEMPORARY)) {
                Files.deleteIfExists(path);
            }
        }
    }

    private void run(String action, DiskAction body) {
        get(action, () -> {
            body.run();
            return true;
        });
    }

    private <T> T get(String action, DiskSupply<T> body) {
        try {
            return body.get();
        } catch (IOException e) {
            throw DiskFailure.of(e, action, folders.root());
        } catch (DirectoryIteratorException e) {
            throw DiskFailure.of(new IOException(e), action, folders.root());
        }
    }

    private interface DiskAction {
        void run() throws IOException;
    }

    private interface DiskSupply<T> {
        T get() throws IOException;
    }

    private interface DiskRead<T> {
        T of(Path path) throws IOException;
    }
}
