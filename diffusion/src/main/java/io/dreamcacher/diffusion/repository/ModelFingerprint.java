package io.dreamcacher.diffusion.repository;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The identity of a model: the SHA-256 over the sorted pairs of name and SHA-256 of every weight, config and tokenizer
 * file. How a model is best used ({@code dreamcacher.json}, calibrations) is not part of it. Hashes of files are
 * remembered in a cache folder by real path, size and time of change; model folders are only read. Thread-safe; several
 * processes may share the cache folder.
 */
public final class ModelFingerprint {
    private static final int BUFFER_BYTES = 1 << 20;

    private final HashCache cache;

    /** Fingerprints that are remembered in a folder, which is made when it is first needed. */
    public ModelFingerprint(Path cacheFolder) {
        this.cache = new HashCache(cacheFolder);
    }

    /**
     * The fingerprint of a repository: of its index and its components' folders.
     *
     * @return 64 hexadecimal digits
     * @throws DreamCacherException {@code BAD_MODEL} if a file cannot be read
     */
    public String of(DiffusersRepository repository) {
        Map<String, Path> files = new TreeMap<>();
        files.put("model_index.json", repository.path().resolve("model_index.json"));
        for (String component : repository.components()) {
            addFiles(repository.folder(component), component + "/", files);
        }
        return fingerprint(files);
    }

    /**
     * The fingerprint of a single model's folder.
     *
     * @return 64 hexadecimal digits
     * @throws DreamCacherException {@code BAD_MODEL} if a file cannot be read
     */
    public String of(ModelFolder folder) {
        Map<String, Path> files = new TreeMap<>();
        addFiles(folder.path(), "", files);
        return fingerprint(files);
    }

    private static void addFiles(Path folder, String prefix, Map<String, Path> files) {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path file : entries.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (belongsToModel(name)) {
                    files.put(prefix + name, file);
                }
            }
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static boolean belongsToModel(String name) {
        if (name.startsWith(".") || name.equals(SuggestedSettings.FILE_NAME) || name.startsWith("calibration")) {
            return false;
        }
        return name.equals("merges.txt") || name.endsWith(".safetensors") || name.endsWith(".json")
                || name.endsWith(".txt.gz");
    }

    private String fingerprint(Map<String, Path> files) {
        Map<Path, String> hashes = cache.hashes(List.copyOf(files.values()), ModelFingerprint::hash);
        MessageDigest digest = sha256();
        files.forEach((name, file) -> {
            digest.update((name + "\0" + hashes.get(file) + "\n").getBytes(StandardCharsets.UTF_8));
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String hash(Path file) {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static DreamCacherException unreadable(Path path, IOException e) {
        return new DreamCacherException(FailureCategory.BAD_MODEL,
                "Every file of a model must be readable; reading %s failed: %s.".formatted(path, e.getMessage()), e);
    }
}
