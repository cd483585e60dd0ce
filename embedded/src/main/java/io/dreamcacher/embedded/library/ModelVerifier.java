package io.dreamcacher.embedded.library;

import io.dreamcacher.diffusion.hub.BlobId;
import io.dreamcacher.diffusion.network.AutoencoderKl;
import io.dreamcacher.diffusion.network.ClipTextModel;
import io.dreamcacher.diffusion.network.ClipVisionModel;
import io.dreamcacher.diffusion.network.UNet2DConditionModel;
import io.dreamcacher.diffusion.preprocessing.ClipImageProcessor;
import io.dreamcacher.diffusion.preprocessing.ImageConvention;
import io.dreamcacher.diffusion.repository.ExportedNetwork;
import io.dreamcacher.diffusion.repository.ModelRepository;
import io.dreamcacher.diffusion.repository.NetworkFiles;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.diffusion.tokenizer.TextCleaning;
import io.dreamcacher.embedded.library.OpenedModel.Network;
import io.dreamcacher.embedded.library.OpenedModel.Pipeline;
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
import java.util.TreeMap;
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
    private final List<ModelCheck> checks = new ArrayList<>();

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
    public List<ModelCheck> run() {
        hashes().forEach((name, hash) -> check(name, () -> requireContent(path.resolve(name), hash)));
        Optional<OpenedModel> model = open();
        model.ifPresent(opened -> {
            switch (opened) {
                case Network network -> check(network);
                case Pipeline(var repository) -> repository.components()
                        .forEach(component -> check(component, () -> requireComponent(repository, component)));
            }
        });
        return List.copyOf(checks);
    }

    private Optional<OpenedModel> open() {
        try {
            return Optional.of(OpenedModel.open(path));
        } catch (DreamCacherException e) {
            checks.add(new ModelCheck("configs", Optional.of(e.getMessage())));
            return Optional.empty();
        }
    }

    private void check(String part, Runnable check) {
        progress.accept(part);
        try {
            check.run();
            checks.add(new ModelCheck(part, Optional.empty()));
        } catch (DreamCacherException e) {
            checks.add(new ModelCheck(part, Optional.of(e.getMessage())));
        }
    }

    private void check(Network network) {
        switch (network.family()) {
            case CLIP -> checkClip(network);
            case VAE, SD_1, SD_2, SDXL -> check("vae", () -> AutoencoderKl.check(network.folder()));
        }
    }

    private void checkClip(Network clip) {
        check("text tower", () -> ClipTextModel.check(clip.folder()));
        check("image tower", () -> ClipVisionModel.check(clip.folder()));
        check("tokenizer", () -> ClipTokenizer.fromFolder(path, TextCleaning.OPENAI));
        check("preprocessor", () -> ClipImageProcessor.fromConfig(path.resolve("preprocessor_config.json"),
                ImageConvention.TRANSFORMERS));
    }

    private static void requireComponent(ModelRepository repository, String component) {
        switch (component) {
            case "scheduler" -> repository.scheduler();
            case "tokenizer", "tokenizer_2" -> repository.tokenizer(component);
            default -> requireNetwork(component, repository.network(component));
        }
    }

    private static void requireNetwork(String component, NetworkFiles files) {
        if (files instanceof ExportedNetwork exported) {
            exported.graphs().keySet().forEach(exported::graph);
            return;
        }
        switch (component) {
            case "unet" -> UNet2DConditionModel.check(files);
            case "vae" -> AutoencoderKl.check(files);
            default -> ClipTextModel.check(files);
        }
    }

    /** Files whose hash is known: those of the hub, which their blobs' names tell, and those told. */
    private Map<String, BlobId> hashes() {
        Map<String, BlobId> hashes = new TreeMap<>(known);
        try (Stream<Path> files = Files.walk(path, MAX_DEPTH)) {
            for (Path file : files.filter(file -> !Files.isDirectory(file)).toList()) {
                BlobId.claimedBy(file)
                        .ifPresent(blob -> hashes.put(path.relativize(file).toString().replace('\\', '/'), blob));
            }
        } catch (IOException | UncheckedIOException e) {
            checks.add(new ModelCheck("files", Optional.of(unreadable(path, e.toString()))));
        }
        return hashes;
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
}
