package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.model.NetworkFiles.Storage;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A network that was exported to ONNX files, as optimum and diffusers do it. Its weights cannot be changed.
 *
 * @param name for messages
 * @param config what its config.json says, or what goes without saying where an export has none
 * @param graphs its files by what they compute: {@link #MODEL}, or {@link #DECODER} and {@link #ENCODER}
 */
public record ExportedNetwork(String name, ModelConfig config, Map<String, Path> graphs) implements NetworkFiles {

    /** The whole network. */
    public static final String MODEL = "model";
    /** A CLIP's text tower alone. */
    public static final String TEXTUAL = "textual";
    /** A CLIP's image tower alone. */
    public static final String VISUAL = "visual";
    /** An autoencoder's way from latents to images. */
    public static final String DECODER = "decoder";
    /** An autoencoder's way from images to latents. */
    public static final String ENCODER = "encoder";

    /** Copies the files. */
    public ExportedNetwork {
        graphs = Map.copyOf(graphs);
    }

    /**
     * One of its files.
     *
     * @throws DreamCacherException {@code BAD_MODEL} if it was not exported
     */
    public Path graph(String part) {
        Path graph = graphs.get(part);
        if (graph == null || !Files.isRegularFile(graph)) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "The exported network %s must have a file for its %s; %s is missing. Export the model with that part."
                            .formatted(name, part, graph == null ? part : graph));
        }
        return graph;
    }

    @Override
    public <R> R read(Reader<R> reader) {
        return reader.exported(this);
    }

    @Override
    public boolean isFixed() {
        return true;
    }

    @Override
    public Storage storage() {
        return Storage.EXPORTED;
    }

    /** Graphs keep their weights to themselves. */
    @Override
    public Optional<String> problem() {
        return Optional.empty();
    }

    /**
     * Fails: an exported network is run as it is.
     *
     * @throws DreamCacherException {@code BAD_MODEL} always
     */
    @Override
    public Checkpoint checkpoint() {
        throw new DreamCacherException(FailureCategory.BAD_MODEL,
                "Weights that can be changed must be in safetensors files; %s was exported to ONNX. Use the model in the diffusers layout for adapters, embeddings and other precisions."
                        .formatted(name));
    }
}
