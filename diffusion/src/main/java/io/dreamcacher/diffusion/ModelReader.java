package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.model.Model;
import io.dreamcacher.diffusion.model.ModelConfig;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.model.NetworkFiles;
import io.dreamcacher.diffusion.model.Storage;
import io.dreamcacher.diffusion.model.SuggestedSettings;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Describes models from their configs and the headers of their weights. Immutable and thread-safe. */
public final class ModelReader {
    private static final int MAX_DEPTH = 8;

    private final ModelFingerprint fingerprints;

    /** Describes models; hashes of files are remembered by {@code fingerprints}. */
    public ModelReader(ModelFingerprint fingerprints) {
        this.fingerprints = fingerprints;
    }

    /**
     * A model in one line.
     *
     * @param revision commit, of a model in the hub's cache
     * @throws DreamCacherException {@code BAD_MODEL} or {@code NOT_FOUND} if it is none that can be used
     */
    public ModelCard card(String name, Path path, Optional<String> revision) {
        return card(name, path, revision, Model.open(path));
    }

    private static ModelCard card(String name, Path path, Optional<String> revision, Model model) {
        return new ModelCard(name, model.family(), path, size(path),
                model.networks()
                        .values()
                        .stream()
                        .map(NetworkFiles::storage)
                        .reduce(Storage.NONE, Storage::and)
                        .types(),
                Licence.of(Files.isDirectory(path) ? path : path.resolveSibling("")), revision);
    }

    /**
     * All that is worth knowing of a model; it reads every byte of a model whose hashes are not remembered.
     *
     * @throws DreamCacherException as {@link #card}
     */
    public ModelSheet sheet(String name, Path path, Optional<String> revision) {
        Model model = Model.open(path);
        List<ModelSheet.Part> parts = model.networks()
                .entrySet()
                .stream()
                .map(entry -> part(entry.getKey(), entry.getValue()))
                .toList();
        return new ModelSheet(card(name, path, revision, model), parts, use(model),
                Optional.of(fingerprints.of(model)));
    }

    private static ModelSheet.Part part(String name, NetworkFiles files) {
        Storage storage = files.storage();
        ModelConfig config = files.config();
        String className = config.text("_class_name")
                .orElseGet(() -> config.texts("architectures", List.of()).stream().findFirst().orElse(""));
        return new ModelSheet.Part(name, className, storage.parameters(), storage.sizeBytes(), storage.types());
    }

    private static Optional<ModelSheet.Use> use(Model model) {
        return switch (model) {
            case Model.Clip clip -> Optional.empty();
            case Model.Autoencoder vae -> Optional.empty();
            case Model.Pipeline(var repository) -> {
                SuggestedSettings settings = repository.settings();
                yield Optional.of(new ModelSheet.Use(
                        repository.schedulerSettings().text("_class_name").orElse("unknown"), settings.scheduler(),
                        settings.steps(), settings.guidanceScale(), settings.size()));
            }
        };
    }

    /** Bytes of all files below, each content once though several links lead to it. */
    private static long size(Path path) {
        Map<Path, Long> sizes = new HashMap<>();
        try (Stream<Path> files = Files.walk(path, MAX_DEPTH, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sizes.put(file.toRealPath(), Files.size(file));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "Every file of a model must be readable; reading %s failed: %s.".formatted(path, e.getMessage()),
                    e);
        }
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }
}
