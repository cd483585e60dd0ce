package io.dreamcacher.testkit.hub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** One repository with one branch, main, whose commit is made of its files; of old commits it remembers the listings. */
final class FakeRepository {
    private final Map<String, byte[]> files = new ConcurrentSkipListMap<>();
    private final Map<String, String> trees = new ConcurrentSkipListMap<>();

    void put(String path, byte[] content) {
        files.put(path, content.clone());
        trees.put(commit(), tree());
    }

    boolean has(String revision) {
        return revision.equals("main") || trees.containsKey(revision);
    }

    boolean contains(String path) {
        return files.containsKey(path);
    }

    byte[] content(String path) {
        return Objects.requireNonNull(files.get(path), path);
    }

    boolean isLarge(String path) {
        return FakeHub.isLarge(path, content(path));
    }

    /** The ETag: SHA-256 of a large file, Git's SHA-1 of a small one. */
    String blob(String path) {
        byte[] content = content(path);
        return isLarge(path)
                ? hash("SHA-256", new byte[0], content)
                : hash("SHA-1", ("blob " + content.length + "\0").getBytes(StandardCharsets.UTF_8), content);
    }

    String commit() {
        return hash("SHA-1", tree().getBytes(StandardCharsets.UTF_8), new byte[0]);
    }

    /** The listing in the hub's JSON. */
    String tree() {
        return files.keySet().stream().map(this::entry).collect(Collectors.joining(",", "[", "]"));
    }

    /** The listing of main or a commit. */
    String tree(String revision) {
        return trees.getOrDefault(revision, tree());
    }

    private String entry(String path) {
        int size = content(path).length;
        String lfs = isLarge(path)
                ? ",\"lfs\":{\"oid\":\"%s\",\"size\":%d,\"pointerSize\":134}".formatted(blob(path), size)
                : "";
        String oid = isLarge(path) ? "0".repeat(40) : blob(path);
        return "{\"type\":\"file\",\"oid\":\"%s\",\"size\":%d,\"path\":\"%s\"%s}".formatted(oid, size, path, lfs);
    }

    private static String hash(String algorithm, byte[] first, byte[] second) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(first);
            return HexFormat.of().formatHex(digest.digest(second));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
