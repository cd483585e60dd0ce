package io.dreamcacher.embedded;

import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.datasets.FailedRows;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.files.DataFolder;
import io.dreamcacher.files.DiskFailure;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.ImageFiles;
import io.dreamcacher.generation.Provenance;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.memory.MemoryParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a data folder keeps of prompts and images beside the memory: journals of {@code warm} and lists of what it could not
 * draw, and images that were set aside.
 */
final class FolderTraces implements MemoryParts.Traces {
    private static final String JOURNAL = ".journal";
    private static final String FAILED = ".failed.csv";
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

    private final DataFolder folder;
    private final ImageFiles files;

    FolderTraces(DataFolder folder, ImageFiles files) {
        this.folder = folder;
        this.files = files;
    }

    @Override
    public void forget(Set<PromptKey> prompts, Set<GenerationId> images) {
        try {
            for (Path file : list(folder.warm())) {
                String name = file.getFileName().toString();
                if (name.endsWith(FAILED)) {
                    FailedRows.remove(file, prompt -> prompts.contains(PromptKey.of(prompt)));
                } else if (name.endsWith(JOURNAL)) {
                    strikeOut(file, images);
                }
            }
            for (Path file : list(folder.setAside())) {
                if (isOf(file, prompts, images)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw DiskFailure.of(e instanceof IOException disk ? disk : new IOException(e), "Forgetting",
                    folder.root());
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** In place and of equal length, because a run of {@code warm} may be writing on at the end. */
    private static void strikeOut(Path journal, Set<GenerationId> images) throws IOException {
        String text = Files.readString(journal, StandardCharsets.ISO_8859_1);
        try (FileChannel channel = FileChannel.open(journal, StandardOpenOption.WRITE)) {
            for (int line = 0; line < text.length();) {
                int end = text.indexOf('\n', line) < 0 ? text.length() : text.indexOf('\n', line);
                int id = text.lastIndexOf('\t', end - 1) + 1;
                String name = id > line ? text.substring(id, end) : "";
                if (GenerationId.isOne(name) && images.contains(new GenerationId(name))) {
                    channel.write(ByteBuffer.wrap("-".repeat(name.length()).getBytes(StandardCharsets.US_ASCII)), id);
                }
                line = end + 1;
            }
            channel.force(false);
        }
    }

    private boolean isOf(Path file, Set<PromptKey> prompts, Set<GenerationId> images) throws IOException {
        String name = file.getFileName().toString();
        if (images.stream().anyMatch(id -> name.startsWith(id.value()))) {
            return true;
        }
        byte[] bytes = Files.readAllBytes(file);
        return provenance(bytes).map(found -> prompts.contains(PromptKey.of(found.recipe().prompt())))
                .orElseGet(() -> readings(bytes).anyMatch(
                        words -> prompts.stream().anyMatch(key -> words.contains(" " + key.value() + " "))));
    }

    private Optional<Provenance> provenance(byte[] file) {
        try {
            return files.provenance(new ImageFile(file, MediaType.PNG));
        } catch (DreamCacherException e) {
            return Optional.empty(); // damaged
        }
    }

    /** The words of whatever can be read of a file without a readable recipe: recipes are JSON, parameters may be UTF-16. */
    private static Stream<String> readings(byte[] bytes) {
        return Stream.of(
                ESCAPE.matcher(new String(bytes, StandardCharsets.UTF_8))
                        .replaceAll(match -> Matcher.quoteReplacement(
                                Character.toString(Integer.parseInt(match.group(1), 16)))),
                new String(bytes, StandardCharsets.UTF_16LE), new String(bytes, StandardCharsets.UTF_16BE),
                new String(bytes, Math.min(1, bytes.length), Math.max(0, bytes.length - 1), StandardCharsets.UTF_16LE),
                new String(bytes, Math.min(1, bytes.length), Math.max(0, bytes.length - 1), StandardCharsets.UTF_16BE))
                .map(text -> " " + PromptKey.of(text).value() + " ");
    }
}
