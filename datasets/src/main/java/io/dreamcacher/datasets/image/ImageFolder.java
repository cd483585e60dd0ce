package io.dreamcacher.datasets.image;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The pictures of a folder and of the folders in it, by their paths in order, whatever the system lists first. Links to folders are not followed, and
 * what is hidden is passed over. Beside {@code boat.jpg} may lie its caption: {@code boat.txt}, or {@code boat.json} with a field
 * {@code caption} or {@code prompt}, as img2dataset and others write them.
 */
public final class ImageFolder {
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff");

    private final Path folder;

    /**
     * The pictures of a folder, or a single one.
     *
     * @throws DreamCacherException with NOT_FOUND when there is none of this name
     */
    public ImageFolder(Path folder) {
        if (!Files.exists(folder)) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "There is no folder or picture %s; check the path.".formatted(folder));
        }
        this.folder = folder;
    }

    /** Whether a file's name is that of a picture. */
    public static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1)) && !name.startsWith(".");
    }

    /** The paths of all of them; the names are in memory, the pictures are not. */
    public Stream<Path> files() {
        if (!Files.isDirectory(folder)) {
            return Stream.of(folder);
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> isPicture(file) && !isHidden(file) && Files.isRegularFile(file))
                    .sorted(Comparator.comparing(this::key))
                    .toList()
                    .stream();
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(folder, e);
        }
    }

    /** A picture and what is said of it; its own bytes are not read. */
    public ImageEntry read(Path file) {
        try {
            return new ImageEntry(key(file), file, CaptionFile.caption(file),
                    Files.getLastModifiedTime(file).toInstant());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private boolean isHidden(Path file) {
        for (Path part : folder.relativize(file)) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private String key(Path file) {
        Path relative = file.equals(folder) ? file.getFileName() : folder.relativize(file);
        return relative.toString().replace('\\', '/');
    }

    private static DreamCacherException unreadable(Path file, Exception cause) {
        return new DreamCacherException(FailureCategory.BAD_REQUEST,
                "%s cannot be read (%s); check that you may read it.".formatted(file, cause.getMessage()), cause);
    }
}
