package io.dreamcacher.files;

import io.dreamcacher.access.Scope;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.media.MediaType;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where committed images lie below a folder: {@code SCOPE/ab/ID.png}.
 *
 * @param root the folder
 */
record ImageFolders(Path root) {
    private static final String FAN_OUT = "[a-z2-7]{2}";

    /** Folder of an image. */
    Path fanOut(ImageKey key) {
        return root.resolve(key.path()).resolveSibling("");
    }

    /** Where an image of a type lies. */
    Path place(ImageKey key, MediaType type) {
        return root.resolve(key.path() + "." + type.fileEnding());
    }

    /** Wherever an image may lie, the usual place first. */
    List<Path> places(ImageKey key) {
        return Stream.of(MediaType.values()).map(type -> place(key, type)).toList();
    }

    /** Where an image lies; empty when there is none. */
    Optional<Path> find(ImageKey key) {
        return Stream.of(MediaType.values()).map(type -> place(key, type)).filter(Files::isRegularFile).findFirst();
    }

    List<Scope> scopes() throws IOException {
        return entries(root).stream()
                .filter(Files::isDirectory)
                .map(ImageFolders::name)
                .filter(Scope::isOne)
                .sorted(Comparator.comparing(name -> name + "/"))
                .map(Scope::new)
                .toList();
    }

    /** As {@link io.dreamcacher.imagestore.ImageStore#page}. */
    List<ImageKey> page(Optional<ImageKey> after, int limit) throws IOException {
        String from = after.map(ImageKey::path).orElse("");
        List<ImageKey> page = new ArrayList<>();
        for (Scope scope : scopes()) {
            Path folder = root.resolve(scope.name());
            for (String fanOut : fanOuts(folder)) {
                String last = "%s/%s/~".formatted(scope.name(), fanOut); // after all ids
                if (last.compareTo(from) > 0) {
                    keys(scope, folder.resolve(fanOut)).filter(key -> key.path().compareTo(from) > 0)
                            .limit(limit - page.size())
                            .forEach(page::add);
                }
                if (page.size() == limit) {
                    return page;
                }
            }
        }
        return page;
    }

    private static List<String> fanOuts(Path folder) throws IOException {
        return entries(folder).stream()
                .filter(Files::isDirectory)
                .map(ImageFolders::name)
                .filter(name -> name.matches(FAN_OUT))
                .sorted()
                .toList();
    }

    private static Stream<ImageKey> keys(Scope scope, Path fanOut) throws IOException {
        return entries(fanOut).stream()
                .flatMap(file -> id(file).stream())
                .distinct()
                .sorted()
                .map(id -> new ImageKey(scope, id));
    }

    /** Folders {@code ab} with images that lie as before keys had scopes; a scope may have such a name too. */
    List<Path> withoutScope() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path folder : entries(root)) {
            if (name(folder).matches(FAN_OUT) && Files.isDirectory(folder)
                    && entries(folder).stream().anyMatch(file -> id(file).isPresent())) {
                found.add(folder);
            }
        }
        return found;
    }

    /** The id in a file's name; empty when it is no image, or lies in a folder of other images. */
    static Optional<GenerationId> id(Path file) {
        String name = name(file);
        String id = name.contains(".") ? name.substring(0, name.indexOf('.')) : "";
        if (!GenerationId.isOne(id) || !file.endsWith(Path.of(id.substring(0, 2), name))) {
            return Optional.empty();
        }
        return type(file).filter(type -> name.equals(id + "." + type.fileEnding())).map(type -> new GenerationId(id));
    }

    /** The type that the ending of a file's name says. */
    static Optional<MediaType> type(Path file) {
        String name = name(file);
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return Stream.of(MediaType.values()).filter(type -> type.fileEnding().equals(ending)).findFirst();
    }

    /** What is in a folder; nothing when there is none. */
    static List<Path> entries(Path folder) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            List<Path> entries = new ArrayList<>();
            stream.forEach(entries::add);
            return entries;
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }
}
