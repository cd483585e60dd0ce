package io.dreamcacher.collections.embedding;

import io.dreamcacher.datasets.file.AtomicFile;
import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a finished shard is: written behind its files, so that a shard without one is made again.
 *
 * @param items things it was made of
 * @param passedOver of these, could not be read
 * @param input SHA-256 of the marks of its things
 * @param files SHA-256 of each file, by its path in the folder
 */
record ShardReceipt(int items, int passedOver, String input, Map<String, String> files) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Sorted. */
    ShardReceipt {
        files = new TreeMap<>(files);
    }

    private static Path path(Path folder, int shard) {
        return folder.resolve(".embed").resolve("%09d.json".formatted(shard));
    }

    /** The receipt of a shard whose files are there as they were written; empty where it has to be made. */
    static Optional<ShardReceipt> read(Path folder, int shard) {
        Path file = path(folder, shard);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            ShardReceipt receipt = JSON.readValue(Files.readAllBytes(file), ShardReceipt.class);
            return Optional.of(receipt).filter(found -> found.isTrue(folder));
        } catch (IOException e) {
            throw AtomicFile.unreadable(file, e);
        } catch (JacksonException e) {
            return Optional.empty(); // as good as none
        }
    }

    private boolean isTrue(Path folder) {
        return files.entrySet()
                .stream()
                .allMatch(file -> Files.isRegularFile(folder.resolve(file.getKey()))
                        && digest(folder.resolve(file.getKey())).equals(file.getValue()));
    }

    /** Receipts a shard whose files are written. */
    static void write(Path folder, int shard, List<EmbeddingItem> items, int passedOver, List<Path> files) {
        Map<String, String> digests = new TreeMap<>();
        files.forEach(file -> digests.put(folder.relativize(file).toString().replace('\\', '/'), digest(file)));
        ShardReceipt receipt = new ShardReceipt(items.size(), passedOver, input(items), digests);
        try (AtomicFile file = AtomicFile.at(path(folder, shard))) {
            file.write(JSON.writeValueAsBytes(receipt));
            file.finish();
        }
    }

    /** Requires that a shard would be made of the same things again. */
    void requireOf(List<EmbeddingItem> things, Path folder) {
        if (things.size() != items || !input(things).equals(input)) {
            throw DreamCacherException.badRequest(
                    "A folder has the vectors of one collection, but %s was begun with another one, another --shard, or things were changed since; name another folder with --to."
                            .formatted(folder));
        }
    }

    private static String input(List<EmbeddingItem> items) {
        MessageDigest digest = DigestUtils.getSha256Digest();
        items.forEach(item -> digest.update((item.mark() + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String digest(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return DigestUtils.sha256Hex(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
