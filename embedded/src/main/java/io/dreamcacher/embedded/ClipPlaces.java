package io.dreamcacher.embedded;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where on this machine the CLIPs of memories were last found, by fingerprint, in files {@code clips/FINGERPRINT} of the
 * cache folder. A memory itself knows name and fingerprint of its CLIP and no place, so that it may be moved.
 */
final class ClipPlaces {
    private static final System.Logger LOG = System.getLogger(ClipPlaces.class.getName());

    private final Path folder;

    ClipPlaces(Path cacheFolder) {
        this.folder = cacheFolder.resolve("clips");
    }

    /** The place, if something is still there. */
    Optional<Path> find(String fingerprint) {
        Path file = folder.resolve(fingerprint);
        try {
            return Files.exists(file)
                    ? Optional.of(Path.of(Files.readString(file).strip())).filter(Files::exists)
                    : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            LOG.log(Level.DEBUG, "The place in " + file + " cannot be used.", e);
            return Optional.empty();
        }
    }

    /** A place that cannot be kept must be named again. */
    void keep(String fingerprint, Path place) {
        if (find(fingerprint).filter(place::equals).isPresent()) {
            return;
        }
        try {
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, fingerprint, ".tmp");
            Files.writeString(temporary, place + "\n");
            Files.move(temporary, folder.resolve(fingerprint), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The place of a CLIP was not kept.", e);
        }
    }
}
