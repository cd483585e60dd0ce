package io.dreamcacher.files;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where everything remembered lies:
 *
 * <pre>
 * images/             the images
 * thumbnails/         small copies of them, derived
 * catalogue.db       what is known of them
 * index/             what is searched, derived
 * set-aside/         images without a row
 * owner.json, lock   which process owns the folder
 * </pre>
 *
 * Only the owner writes; see {@link #acquire}.
 *
 * @param root absolute
 */
public record DataFolder(Path root) {
    private static final String VARIABLE = "DREAMCACHER_DATA";
    private static final Duration POLL = Duration.ofMillis(50);
    /** A process that only looks who owns the folder holds the lock for a moment; that must not look like an owner. */
    private static final Duration LEAST_PATIENCE = Duration.ofMillis(200);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** Makes the path absolute. */
    public DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    /**
     * The folder used when nobody names one: {@code DREAMCACHER_DATA}, else the platform's usual place for a program's
     * data.
     *
     * @param environment such as {@link System#getenv()}
     * @param system such as {@link System#getProperties()}
     */
    public static DataFolder usual(Map<String, String> environment, Properties system) {
        return new DataFolder(set(environment, VARIABLE).orElseGet(() -> usualPath(environment, system)));
    }

    private static Path usualPath(Map<String, String> environment, Properties system) {
        Path home = Path.of(system.getProperty("user.home", "."));
        String platform = system.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (platform.startsWith("windows")) {
            return set(environment, "LOCALAPPDATA").orElse(home.resolve("AppData").resolve("Local"))
                    .resolve("Dream Cacher");
        }
        if (platform.startsWith("mac")) {
            return home.resolve("Library").resolve("Application Support").resolve("Dream Cacher");
        }
        // XDG Base Directory Specification 0.8: a relative path is ignored
        return set(environment, "XDG_DATA_HOME").filter(Path::isAbsolute)
                .orElse(home.resolve(".local").resolve("share"))
                .resolve("dreamcacher");
    }

    private static Optional<Path> set(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank()).map(Path::of);
    }

    /** Folder of the images. */
    public Path images() {
        return root.resolve("images");
    }

    /** Folder of small copies of the images; it may be deleted while nobody owns the data folder. */
    public Path thumbnails(int size) {
        return root.resolve("thumbnails").resolve(Integer.toString(size));
    }

    /** File of the catalogue. */
    public Path catalogue() {
        return root.resolve("catalogue.db");
    }

    /** Folder of the index. */
    public Path index() {
        return root.resolve("index");
    }

    /** Folder of the journals of {@code warm}, and of lists of what it could not draw. */
    public Path warm() {
        return root.resolve("warm");
    }

    /** Folder of images without a row. */
    public Path setAside() {
        return root.resolve("set-aside");
    }

    /** Who owns the folder at this moment. A process that died owns nothing, whatever it left behind. */
    public Owner owner() {
        try {
            return FolderLock.isHeld(lockFile()) ? ownerFile().read() : new Owner.None();
        } catch (IOException e) {
            throw DiskFailure.of(e, "Finding the owner of a data folder", root);
        }
    }

    /**
     * Makes the folder where it is missing and becomes its owner, waiting for one that will end by itself.
     *
     * @param patience how long; a service is not waited for
     * @throws DreamCacherException with BUSY, naming the owner, when it stays; BAD_DATA when the folder cannot be made or
     *         written
     */
    public OwnedFolder acquire(Duration patience) {
        create();
        long deadline = System.nanoTime() + Math.max(patience.toNanos(), LEAST_PATIENCE.toNanos());
        try {
            while (true) {
                Optional<FolderLock> lock = FolderLock.tryAcquire(lockFile());
                if (lock.isPresent()) {
                    return owned(lock.get());
                }
                Owner owner = ownerFile().read();
                boolean stays = owner instanceof Owner.Service && FolderLock.isHeld(lockFile());
                if (stays || System.nanoTime() > deadline) {
                    throw held(owner);
                }
                pause();
            }
        } catch (IOException e) {
            throw DiskFailure.of(e, "Opening a data folder", root);
        }
    }

    OwnerFile ownerFile() {
        return new OwnerFile(root.resolve("owner.json"));
    }

    private Path lockFile() {
        return root.resolve("lock");
    }

    private OwnedFolder owned(FolderLock lock) throws IOException {
        try {
            return new OwnedFolder(this, lock, Instant.now());
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void create() {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new DreamCacherException(FailureCategory.BAD_DATA,
                    "A data folder must be a folder, but %s is a file; move it away, or choose another folder with --data or DREAMCACHER_DATA."
                            .formatted(root));
        }
        try {
            DurableFiles.createFolders(root);
        } catch (IOException e) {
            throw DiskFailure.of(e, "Making the data folder", root);
        }
    }

    private DreamCacherException held(Owner owner) {
        String holder = switch (owner) {
            case Owner.None() -> "another process";
            case Owner.Command(long pid) -> pid == 0 ? "another process" : "process %d, a command".formatted(pid);
            case Owner.Service service -> "process %d, a service at %s".formatted(service.pid(), service.address());
        };
        String advice = switch (owner) {
            case Owner.Service service -> "end it (kill %d), or send requests to it".formatted(service.pid());
            case Owner.Command(long pid) when pid != 0 -> "wait until it ends, or end it (kill %d)".formatted(pid);
            case Owner.Command command -> "wait until it ends";
            case Owner.None none -> "wait until it ends";
        };
        return DreamCacherException.busy(
                "One process at a time works on a data folder, but %s is held by %s; %s, or use another folder with --data."
                        .formatted(root, holder, advice),
                RETRY_AFTER);
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DreamCacherException(FailureCategory.CANCELLED, "Waiting for the data folder was stopped.", e);
        }
    }
}
