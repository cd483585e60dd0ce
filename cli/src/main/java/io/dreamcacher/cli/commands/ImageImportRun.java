package io.dreamcacher.cli.commands;

import io.dreamcacher.api.ImageImport;
import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.cli.terminal.Pace;
import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.datasets.image.ImageEntry;
import io.dreamcacher.datasets.image.ImageFolder;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.image.ImageFileReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One run of {@code import} over pictures: in batches, each picture by itself, so that a bad one takes no other with it. */
final class ImageImportRun {
    private static final int MOST_PICTURES = 64;
    private static final long MOST_BYTES = 64L << 20;

    private final MemoryAccess memory;
    private final ProgressLine line;
    private final Consumer<String> refusals;
    private final Pace pace = new Pace();
    private final List<ImageImport> batch = new ArrayList<>();
    private long batchBytes;
    private long total;
    private long remembered;
    private long known;
    private long refused;

    /**
     * What became of the pictures.
     *
     * @param remembered new ones
     * @param known that were remembered before
     * @param refused that are none, or broken
     */
    record Tally(long remembered, long known, long refused) {}

    /** @param refusals told a sentence of each picture that is refused */
    ImageImportRun(MemoryAccess memory, ProgressLine line, Consumer<String> refusals) {
        this.memory = memory;
        this.line = line;
        this.refusals = refusals;
    }

    Tally of(List<ImageFolder> folders) {
        List<List<Path>> files = folders.stream().map(folder -> folder.files().toList()).toList();
        total = files.stream().mapToLong(List::size).sum();
        for (int i = 0; i < folders.size(); i++) {
            for (Path file : files.get(i)) {
                take(folders.get(i), file);
            }
        }
        flush();
        return new Tally(remembered, known, refused);
    }

    private void take(ImageFolder folder, Path file) {
        try {
            ImageEntry picture = folder.read(file);
            add(new ImageImport(picture.key(), bytes(file), picture.caption(), picture.modified()));
        } catch (DreamCacherException e) {
            if (e.category() != FailureCategory.BAD_REQUEST) {
                throw e;
            }
            refuse(file.toString(), e.getMessage());
        }
    }

    private void add(ImageImport picture) {
        if (batch.size() == MOST_PICTURES || batchBytes + picture.image().length > MOST_BYTES) {
            flush();
        }
        batch.add(picture);
        batchBytes += picture.image().length;
    }

    private void flush() {
        List<ImageImport.Imported> arrived = batch.isEmpty() ? List.of() : memory.takeIn(List.copyOf(batch));
        for (int i = 0; i < arrived.size(); i++) {
            switch (arrived.get(i).outcome()) {
                case "REMEMBERED" -> remembered++;
                case "KNOWN" -> known++;
                default -> refuse(batch.get(i).key(), arrived.get(i).reason().orElse(""));
            }
        }
        batch.clear();
        batchBytes = 0;
        show();
    }

    private void refuse(String what, String reason) {
        refused++;
        refusals.accept("Left out %s: %s".formatted(what, reason));
    }

    /** Read only where it is not longer than an image may be. */
    private static byte[] bytes(Path file) {
        try {
            long size = Files.size(file);
            if (size > ImageFileReader.DEFAULT.maxBytes()) {
                throw DreamCacherException
                        .badRequest("A picture file may have %,d bytes, but %s has %,d; make it smaller."
                                .formatted(ImageFileReader.DEFAULT.maxBytes(), file, size));
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw DreamCacherException.badRequest("%s cannot be read: %s.".formatted(file, e.getMessage()));
        }
    }

    private void show() {
        long done = remembered + known + refused;
        line.show(done, total, pace.said(0, done, total));
    }
}
