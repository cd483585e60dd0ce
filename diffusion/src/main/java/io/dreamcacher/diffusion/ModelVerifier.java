package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.hub.BlobId;
import io.dreamcacher.diffusion.model.Checkpoint;
import io.dreamcacher.diffusion.model.ExportedNetwork;
import io.dreamcacher.diffusion.model.Model;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.model.NetworkFiles;
import io.dreamcacher.diffusion.network.AutoencoderKl;
import io.dreamcacher.diffusion.network.ClipTextModel;
import io.dreamcacher.diffusion.network.ClipVisionModel;
import io.dreamcacher.diffusion.network.UNet2DConditionModel;
import io.dreamcacher.diffusion.pipeline.SafetyChecker;
import io.dreamcacher.diffusion.preprocessing.ClipImageProcessor;
import io.dreamcacher.diffusion.preprocessing.ClipImageProcessor.ImageConvention;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.diffusion.tokenizer.TextCleaning;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Checks a model: every file against the hash that is known for it, then every part. A network is right if its files
 * are there, valid and complete, and each tensor has its place in what the config describes; of one exported to ONNX only
 * that its files are there can be said without running it. Used once, by one thread.
 */
public final class ModelVerifier {
    private static final int MAX_DEPTH = 8;

    private final Path path;
    private final Map<String, BlobId> known;
    private final Consumer<String> progress;
    private final List<ModelCheckup.Check> checks = new ArrayList<>();

    /**
     * A verifier of one model.
     *
     * @param path folder or file
     * @param known hashes of files by their paths within the folder, for a model that does not come from the hub
     * @param progress told what is checked next
     */
    public ModelVerifier(Path path, Map<String, BlobId> known, Consumer<String> progress) {
        this.path = path;
        this.known = Map.copyOf(known);
        this.progress = progress;
    }

    /** The outcome of every check, in the order they were made. */
    public ModelCheckup run() {
        Set<String> files = files();
        Map<String, BlobId> hashes = hashes(files);
        hashes.forEach((name, hash) -> check(name, () -> requireContent(file(name), hash)));
        open().ifPresent(this::check);
        files.addAll(hashes.keySet());
        return new ModelCheckup(checks, files.size(), hashes.size());
    }

    private void check(Model model) {
        switch (model) {
            case Model.Clip clip -> clip.network().read(new ClipCheck(this, clip));
            case Model.Autoencoder(var folder) -> check("vae", () -> AutoencoderKl.check(folder));
            case Model.Pipeline(var repository) -> check(repository);
        }
    }

    private void check(ModelRepository repository) {
        repository.components().forEach(component -> check(component, () -> requireComponent(repository, component)));
        if (files().stream().anyMatch(file -> file.matches("safety_checker/.*\\.safetensors"))) {
            check("safety_checker", () -> SafetyChecker.check(path));
        }
    }

    private Optional<Model> open() {
        try {
            return Optional.of(Model.open(path));
        } catch (DreamCacherException e) {
            checks.add(new ModelCheckup.Check("configs", Optional.of(e.getMessage())));
            return Optional.empty();
        }
    }

    private void check(String part, Runnable check) {
        progress.accept(part);
        try {
            check.run();
            checks.add(new ModelCheckup.Check(part, Optional.empty()));
        } catch (DreamCacherException e) {
            checks.add(new ModelCheckup.Check(part, Optional.of(e.getMessage())));
        }
    }

    /** Checks towers that have to be written, or graphs of them. */
    private record ClipCheck(ModelVerifier verifier, Model.Clip clip) implements NetworkFiles.Reader<Model> {
        @Override
        public Model written(Checkpoint weights) {
            NetworkFiles network = clip.network();
            verifier.check("text tower", () -> ClipTextModel.check(network));
            verifier.check("image tower", () -> ClipVisionModel.check(network));
            tokenizer();
            preprocessor();
            return clip;
        }

        @Override
        public Model exported(ExportedNetwork network) {
            network.graphs()
                    .keySet()
                    .stream()
                    .sorted()
                    .forEach(part -> verifier.check(part + ".onnx is there", () -> network.graph(part)));
            tokenizer();
            if (Files.exists(clip.preprocessor())) {
                preprocessor();
            }
            return clip;
        }

        private void tokenizer() {
            verifier.check("tokenizer", () -> ClipTokenizer.fromFolder(clip.path(), TextCleaning.OPENAI));
        }

        private void preprocessor() {
            verifier.check("preprocessor",
                    () -> ClipImageProcessor.fromConfig(clip.preprocessor(), ImageConvention.TRANSFORMERS));
        }
    }

    private static void requireComponent(ModelRepository repository, String component) {
        switch (component) {
            case "scheduler" -> repository.scheduler();
            case "tokenizer", "tokenizer_2" -> repository.tokenizer(component);
            default -> requireNetwork(component, repository.network(component));
        }
    }

    private static void requireNetwork(String component, NetworkFiles files) {
        switch (component) {
            case "unet" -> UNet2DConditionModel.check(files);
            case "vae" -> AutoencoderKl.check(files);
            default -> ClipTextModel.check(files);
        }
    }

    /** Hashes by name: those of the hub, which their blobs' names tell, and those told. */
    private Map<String, BlobId> hashes(Set<String> files) {
        Map<String, BlobId> hashes = new TreeMap<>(known);
        files.forEach(name -> BlobId.claimedBy(file(name)).ifPresent(blob -> hashes.put(name, blob)));
        return hashes;
    }

    /** Names of all files, also of links that lead nowhere. */
    private Set<String> files() {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(path, MAX_DEPTH)) {
            files.filter(file -> !Files.isDirectory(file)).forEach(file -> names.add(name(file)));
        } catch (IOException | UncheckedIOException e) {
            checks.add(new ModelCheckup.Check("files", Optional.of(unreadable(path, e.toString()))));
        }
        return names;
    }

    /** The path of a file within the folder; of a model in one file, that file's own name. */
    private String name(Path file) {
        Path within = file.equals(path) ? file.getFileName() : path.relativize(file);
        return within.toString().replace('\\', '/');
    }

    private Path file(String name) {
        return Files.isDirectory(path) ? path.resolve(name) : path;
    }

    private static void requireContent(Path file, BlobId hash) {
        try {
            if (!hash.matches(file)) {
                throw new DreamCacherException(FailureCategory.BAD_MODEL,
                        "The content of %s must hash to %s; it does not: the file is damaged or was changed. %s"
                                .formatted(file, hash, "Delete it and pull the model again."));
            }
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL, unreadable(file, e.toString()), e);
        }
    }

    private static String unreadable(Path file, String reason) {
        return "Every file of a model must be readable; reading %s failed: %s. Pull the model again."
                .formatted(file, reason);
    }

    /**
     * What the checks of a model found, and how much they could know.
     *
     * @param checks in the order they were made
     * @param files how many files the model's folder has
     * @param hashed how many files were compared with a hash that was known before
     */
    public record ModelCheckup(List<Check> checks, int files, int hashed) {
        /** Copies the list. */
        public ModelCheckup {
            checks = List.copyOf(checks);
            if (hashed < 0 || files < hashed) {
                throw new IllegalArgumentException("%d of %d files cannot have a hash".formatted(hashed, files));
            }
        }

        /** This one and another of a second folder. */
        public ModelCheckup and(ModelCheckup other) {
            return new ModelCheckup(Stream.concat(checks.stream(), other.checks.stream()).toList(), files + other.files,
                    hashed + other.hashed);
        }

        /**
         * One check of a model.
         *
         * @param part what was checked: a component, or a file
         * @param problem the sentence that says what is wrong; empty if it is right
         */
        public record Check(String part, Optional<String> problem) {
            /** Whether it is right. */
            public boolean passed() {
                return problem.isEmpty();
            }
        }
    }
}
