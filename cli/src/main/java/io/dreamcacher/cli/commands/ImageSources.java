package io.dreamcacher.cli.commands;

import io.dreamcacher.datasets.file.Defect;
import io.dreamcacher.datasets.image.ImageFolder;
import io.dreamcacher.datasets.image.WebDataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Folders of pictures, and tars of them, which are taken apart into folders that are deleted when this is closed. */
final class ImageSources implements AutoCloseable {
    private final List<ImageFolder> folders = new ArrayList<>();
    private final List<Path> unpacked = new ArrayList<>();

    private ImageSources() {}

    /** @param defects told of members of tars that cannot be used */
    static ImageSources open(List<Path> sources, Consumer<Defect> defects) {
        ImageSources opened = new ImageSources();
        try {
            sources.forEach(source -> opened.add(source, defects));
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Whether something is a folder, a picture or a tar of pictures, by its name. */
    static boolean hasPictures(Path source) {
        return Files.isDirectory(source) || ImageFolder.isPicture(source) || WebDataset.isTar(source);
    }

    private void add(Path source, Consumer<Defect> defects) {
        if (!WebDataset.isTar(source) || Files.isDirectory(source)) {
            folders.add(new ImageFolder(source));
            return;
        }
        try {
            Path folder = Files.createTempDirectory("dreamcacher-tar-");
            unpacked.add(folder);
            WebDataset.unpack(source, folder, defects);
            folders.add(new ImageFolder(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the order of the sources. */
    List<ImageFolder> folders() {
        return List.copyOf(folders);
    }

    @Override
    public void close() {
        for (Path folder : unpacked) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
