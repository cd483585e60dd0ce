package io.dreamcacher.diffusion.model;

import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

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
     * The fingerprint of a text-to-image model: of all files it is made of.
     *
     * @return 64 hexadecimal digits
     * @throws DreamCacherException {@code BAD_MODEL} if a file cannot be read
     */
    public String of(ModelRepository repository) {
        return ofFiles(repository.files());
    }

    /**
     * The same of whatever a folder or file is.
     *
     * @return 64 hexadecimal digits
     * @throws DreamCacherException {@code BAD_MODEL} if a file cannot be read
     */
    public String of(Model model) {
        return ofFiles(model.files());
    }

    /**
     * The same of what goes with a model: a folder with an autoencoder, or a file of any kind.
     *
     * @return 64 hexadecimal digits
     * @throws DreamCacherException {@code BAD_MODEL} if a file cannot be read
     */
    public String of(Path path) {
        return Files.isDirectory(path)
                ? of(Model.open(path))
                : cache.hashes(List.of(path), ModelFingerprint::hash).getOrDefault(path, "");
    }

    /**
     * The fingerprint of a model with all that was chosen with it.
     *
     * @param repository of the choice
     * @return 64 hexadecimal digits
     * @throws DreamCacherException {@code BAD_MODEL} if a file cannot be read
     */
    public String of(ModelRepository repository, ModelChoice choice) {
        return with(of(repository), overrides(choice));
    }

    private static List<Overriding> overrides(ModelChoice choice) {
        List<Overriding> overrides = new ArrayList<>();
        choice.vae()
                .stream()
                .flatMap(path -> ChosenModel.vaeFiles(path).stream())
                .forEach(file -> overrides.add(new Overriding("vae " + file.getFileName(), file)));
        choice.loras()
                .forEach(lora -> overrides.add(new Overriding("lora " + lora.scale(), lora.file())));
        choice.embeddings() // words get their ids in order, so their place counts
                .forEach(file -> overrides.add(new Overriding(
                        "embedding %d %s".formatted(overrides.size(), file.getFileName()), file)));
        return overrides;
    }

    /**
     * The fingerprint of a model with adapters.
     *
     * @param base fingerprint of the model alone
     * @param overrides by what each does, such as {@code lora 0.7}, in any order
     * @return the base itself if there are no overrides, else 64 other hexadecimal digits
     * @throws DreamCacherException {@code BAD_MODEL} if a file cannot be read
     */
    public String with(String base, List<Overriding> overrides) {
        if (overrides.isEmpty()) {
            return base;
        }
        Map<Path, String> hashes = cache.hashes(overrides.stream().map(Overriding::file).toList(),
                ModelFingerprint::hash);
        MessageDigest digest = sha256();
        digest.update(base.getBytes(StandardCharsets.UTF_8));
        overrides.stream()
                .map(override -> "\n" + override.role() + "\0" + hashes.get(override.file()))
                .sorted()
                .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * A file that changes what a model draws.
     *
     * @param role everything but its bytes that counts
     * @param file the bytes
     */
    public record Overriding(String role, Path file) {}

    /**
     * The same of files that are a model of another kind.
     *
     * @param files by names that stay the same wherever the model lies
     * @return 64 hexadecimal digits
     * @throws DreamCacherException {@code BAD_MODEL} if a file cannot be read
     */
    public String ofFiles(SortedMap<String, Path> files) {
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
            throw ModelFiles.unreadable(file, e);
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
}
