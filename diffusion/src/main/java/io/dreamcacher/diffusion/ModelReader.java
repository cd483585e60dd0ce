package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.model.Model;
import io.dreamcacher.diffusion.model.ModelConfig;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.model.ModelRepository.SuggestedSettings;
import io.dreamcacher.diffusion.model.NetworkFiles;
import io.dreamcacher.diffusion.model.NetworkFiles.Storage;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.request.ImageSize;
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
     * @param described folder of the model's README, or a file in it; the model's own path unless it is part of a whole
     * @param revision commit, of a model in the hub's cache
     * @throws DreamCacherException {@code BAD_MODEL} or {@code NOT_FOUND} if it is none that can be used
     */
    public ModelCard card(String name, Path path, Path described, Optional<String> revision) {
        return card(name, path, described, revision, Model.open(path));
    }

    private static ModelCard card(String name, Path path, Path described, Optional<String> revision, Model model) {
        return new ModelCard(name, model.family(), path, size(path),
                model.networks()
                        .values()
                        .stream()
                        .map(NetworkFiles::storage)
                        .reduce(Storage.NONE, Storage::and)
                        .types(),
                Licence.of(Files.isDirectory(described) ? described : described.resolveSibling("")), revision);
    }

    /**
     * All that is worth knowing of a model; it reads every byte of a model whose hashes are not remembered.
     *
     * @throws DreamCacherException as {@link #card}
     */
    public ModelSheet sheet(String name, Path path, Path described, Optional<String> revision) {
        Model model = Model.open(path);
        List<ModelSheet.Part> parts = model.networks()
                .entrySet()
                .stream()
                .map(entry -> part(entry.getKey(), entry.getValue()))
                .toList();
        return new ModelSheet(card(name, path, described, revision, model), parts, use(model),
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

    /**
     * All that is worth knowing of a model.
     *
     * @param card the model in one line
     * @param parts its networks
     * @param use how it is used; empty for a model that draws nothing by itself
     * @param fingerprint 64 hexadecimal digits; empty for a network that has none of its own
     */
    public record ModelSheet(ModelCard card, List<Part> parts, Optional<Use> use, Optional<String> fingerprint) {
        /** Copies the list. */
        public ModelSheet {
            parts = List.copyOf(parts);
        }

        /**
         * What a request gets that does not say otherwise.
         *
         * @param scheduler class of the repository's scheduler
         * @param suggested name of the scheduler that dreamcacher.json prefers; empty if it names none
         * @param steps denoising steps
         * @param guidanceScale of classifier-free guidance
         * @param size of images, where dreamcacher.json gives one
         */
        public record Use(String scheduler, Optional<String> suggested, int steps, double guidanceScale,
                Optional<ImageSize> size) {}

        /**
         * A network of a model.
         *
         * @param name of the component, such as {@code unet}
         * @param className of the reference library, as its config names it; empty if it names none
         * @param parameters how many numbers it has learned; 0 where ONNX graphs keep it to themselves
         * @param sizeBytes of its weights
         * @param precision types of its weights, those with most bytes first
         */
        public record Part(String name, String className, long parameters, long sizeBytes, List<String> precision) {
            /** Copies the list. */
            public Part {
                precision = List.copyOf(precision);
            }
        }
    }

    /**
     * A model in one line.
     *
     * @param name by which it can be given to a command
     * @param family what it is
     * @param path folder or file
     * @param sizeBytes of everything in the folder, each file once
     * @param precision types of its weights, such as {@code F32}, those with most bytes first; {@code ONNX} for exported graphs
     * @param licence the licence the model's card names, else the name of its licence file; empty if there is neither
     * @param revision the commit, of a model in the hub's cache; empty for others
     */
    public record ModelCard(String name, Model.Family family, Path path, long sizeBytes, List<String> precision,
            Optional<String> licence, Optional<String> revision) {
        /** Copies the list. */
        public ModelCard {
            precision = List.copyOf(precision);
        }
    }
}
