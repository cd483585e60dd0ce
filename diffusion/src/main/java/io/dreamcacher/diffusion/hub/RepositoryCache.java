package io.dreamcacher.diffusion.hub;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One repository in the cache:
 *
 * <pre>
 * models--owner--name/refs/main                     the commit of a branch or tag, 40 digits
 *                    /blobs/HASH                    contents, each once
 *                    /snapshots/COMMIT/unet/…       symbolic links into blobs, under the files' own names
 * .locks/models--owner--name/HASH.lock              held while that blob is made
 * </pre>
 *
 * Where symbolic links are impossible, a snapshot has the files themselves. A reference is written last, so the snapshot
 * it names is whole.
 */
final class RepositoryCache {
    private static final String PREFIX = "models--";

    private final Path cache;
    private final String repository;
    private final boolean links;

    RepositoryCache(HubSettings settings, String repository) {
        this.cache = settings.cache().toAbsolutePath().normalize();
        this.repository = repository;
        this.links = settings.links();
    }

    /** The repositories that a cache folder has, by name, sorted. */
    static List<String> repositories(Path cache) {
        try (Stream<Path> entries = Files.isDirectory(cache) ? Files.list(cache) : Stream.empty()) {
            return entries.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> name.startsWith(PREFIX))
                    .map(name -> name.substring(PREFIX.length()).replace("--", "/"))
                    .filter(HubName::looksLikeOne)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "The hub cache %s must be readable; listing it failed: %s. Check HF_HUB_CACHE.".formatted(cache,
                            e),
                    e);
        }
    }

    private String folderName() {
        return PREFIX + repository.replace("/", "--");
    }

    private Path folder() {
        return cache.resolve(folderName());
    }

    Path blob(BlobId id) {
        return folder().resolve("blobs").resolve(id.hex());
    }

    /** Where a blob grows. The name is this program's own: Python's locks and Java's do not see each other on Linux. */
    Path partial(BlobId id) {
        return folder().resolve("blobs").resolve(id.hex() + ".dreamcacher.incomplete");
    }

    Path lock(BlobId id) {
        return cache.resolve(".locks").resolve(folderName()).resolve(id.hex() + ".lock");
    }

    Path snapshot(String commit) {
        return folder().resolve("snapshots").resolve(commit);
    }

    /** The commit that a revision stands for here; empty if nobody fetched that revision. */
    Optional<String> commit(String revision) {
        if (HubClient.isCommit(revision)) {
            return Optional.of(revision);
        }
        try {
            Path reference = reference(revision);
            return Files.isRegularFile(reference)
                    ? Optional.of(Files.readString(reference).strip()).filter(HubClient::isCommit)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path reference(String revision) {
        return folder().resolve("refs").resolve(revision);
    }

    /** Branches and tags with a commit here, sorted. */
    List<String> revisions() {
        Path references = folder().resolve("refs");
        try (Stream<Path> files = Files.isDirectory(references) ? Files.walk(references, 8) : Stream.empty()) {
            return files.filter(Files::isRegularFile)
                    .map(file -> references.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Commits that have a snapshot here, sorted. */
    List<String> commits() {
        Path snapshots = folder().resolve("snapshots");
        try (Stream<Path> folders = Files.isDirectory(snapshots) ? Files.list(snapshots) : Stream.empty()) {
            return folders.map(folder -> folder.getFileName().toString()).filter(HubClient::isCommit).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The files of a snapshot by their paths, as far as they are there with their content. */
    List<String> files(String commit) {
        Path snapshot = snapshot(commit);
        List<String> paths = new ArrayList<>();
        try (Stream<Path> files = Files.isDirectory(snapshot) ? Files.walk(snapshot, 8) : Stream.empty()) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> paths.add(snapshot.relativize(file).toString().replace('\\', '/')));
        } catch (IOException e) {
            return List.of();
        }
        return paths;
    }

    /** Remembers which commit a branch or tag is; what reads it sees the old or the new one, never half. */
    void refer(String revision, String commit) throws IOException {
        if (HubClient.isCommit(revision) || commit(revision).filter(commit::equals).isPresent()) {
            return;
        }
        Path reference = reference(revision);
        Files.createDirectories(reference.getParent());
        Path temporary = reference.resolveSibling(reference.getFileName() + "." + UUID.randomUUID() + ".tmp");
        Files.writeString(temporary, commit);
        Files.move(temporary, reference, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Whether a file of a snapshot is there with its content. */
    boolean has(String commit, RemoteFile file) {
        return Files.isRegularFile(snapshot(commit).resolve(file.path()));
    }

    /**
     * Puts a blob into a snapshot under its file's name.
     *
     * @param isNew whether no other snapshot may have the blob, so that it can be moved where links are impossible
     */
    void place(String commit, RemoteFile file, boolean isNew) throws IOException {
        Path place = snapshot(commit).resolve(file.path());
        Path blob = blob(file.blob());
        Path folder = place.resolve("..").normalize();
        Files.createDirectories(folder);
        if (Files.isRegularFile(place)) {
            return;
        }
        Files.deleteIfExists(place); // a link to a blob that somebody removed
        if (links && linked(place, folder.relativize(blob))) {
            return;
        }
        if (isNew) {
            Files.move(blob, place, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Path temporary = place.resolveSibling(place.getFileName() + "." + UUID.randomUUID() + ".tmp");
            Files.copy(blob, temporary);
            Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static boolean linked(Path place, Path blob) throws IOException {
        try {
            Files.createSymbolicLink(place, blob);
            return true;
        } catch (UnsupportedOperationException | IOException e) {
            if (Files.isRegularFile(place)) {
                return true; // another process was quicker
            }
            return false; // Windows allows links to developers and administrators only
        }
    }
}
