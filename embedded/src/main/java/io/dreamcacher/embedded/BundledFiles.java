package io.dreamcacher.embedded;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * The files of a model that is in this program. ONNX Runtime maps weights from files, so they are unpacked into the cache
 * folder, once for each version of them.
 *
 * @param name of the model's folder
 * @param megabytes it takes there, about, for the message
 */
record BundledFiles(String name, int megabytes) {
    private static final String LISTING = "SHA256SUMS";

    /** Every file by its path, with its SHA-256. */
    Map<String, String> listing() {
        return text(LISTING).lines()
                .map(line -> line.split("  ", 2))
                .collect(Collectors.toMap(parts -> parts[1], parts -> parts[0], (a, b) -> a, TreeMap::new));
    }

    /** The text of one of them. */
    String text(String file) {
        try (InputStream in = resource(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The bundled model cannot be read from the class path.", e);
        }
    }

    /** The folder with the files, unpacked if they are not yet. */
    Path unpacked(Path cacheFolder) {
        Map<String, String> files = listing();
        Path models = cacheFolder.toAbsolutePath().resolve("models");
        Path folder = models.resolve(name + "-" + version(files));
        if (Files.isDirectory(folder)) {
            return folder;
        }
        try {
            Files.createDirectories(models);
            unpack(files, Files.createTempDirectory(models, ".unpacking"), folder);
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.EXHAUSTED,
                    "The bundled model %s needs about %d MB below %s, but could not be unpacked there: %s. Make room, or name another cache folder in DREAMCACHER_CACHE."
                            .formatted(name, megabytes, models, e.getMessage()),
                    e);
        }
        return folder;
    }

    /** Another process may unpack at the same time; whoever renames first wins, and both see the same files. */
    private void unpack(Map<String, String> files, Path temporary, Path folder) throws IOException {
        for (String file : files.keySet()) {
            Path target = temporary.resolve(file);
            Files.createDirectories(target.getParent());
            try (InputStream in = resource(file)) {
                Files.copy(in, target);
            }
        }
        try {
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static String version(Map<String, String> files) {
        CRC32 crc = new CRC32();
        crc.update(files.toString().getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(crc.getValue());
    }

    private InputStream resource(String file) throws IOException {
        String path = "/models/" + name + "/" + file;
        InputStream in = BundledFiles.class.getResourceAsStream(path);
        if (in == null) {
            throw new IOException("no " + path + " on the class path");
        }
        return in;
    }
}
