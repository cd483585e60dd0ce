package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.Checkpoint;
import io.dreamcacher.diffusion.model.NetworkFiles;
import io.dreamcacher.diffusion.model.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The image tower of CLIP (Radford et al. 2021), a vision transformer, as in transformers' CLIPVisionModel and
 * CLIPVisionModelWithProjection. Thread-safe; owns its session.
 */
public final class ClipVisionModel implements AutoCloseable {
    private static final String PROJECTION = "visual_projection.weight";

    private final ClipVisionConfig config;
    private final boolean projected;
    private final OnnxSession session;

    private ClipVisionModel(ClipVisionConfig config, boolean projected, OnnxSession session) {
        this.config = config;
        this.projected = projected;
        this.session = session;
    }

    /**
     * Loads an image encoder, or the image tower of a whole CLIP.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} if config and weights are not those of such
     *         a network
     */
    public static ClipVisionModel load(NetworkFiles files, SessionSettings settings) {
        ClipVisionConfig config = ClipVisionConfig.read(files.config());
        Checkpoint checkpoint = files.checkpoint();
        boolean projected = projects(files, checkpoint);
        Weights weights = new Weights(checkpoint);
        OnnxGraph graph = graph(config, projected, weights);
        return new ClipVisionModel(config, projected,
                OnnxSession.load("the image encoder " + files.name(), graph, weights, settings));
    }

    /**
     * Checks that config and weights belong together and every tensor has its place; reads headers, no numbers.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} as {@link #load}
     */
    public static void check(NetworkFiles files) {
        Checkpoint checkpoint = files.checkpoint();
        graph(ClipVisionConfig.read(files.config()), projects(files, checkpoint), new Weights(checkpoint));
    }

    private static OnnxGraph graph(ClipVisionConfig config, boolean projected, Weights weights) {
        OnnxGraph graph = new OnnxGraph();
        new ClipVisionGraph(new Layers(graph, weights), config).build(projected);
        weights.requireAllUsed(ClipVisionModel::isKnownUnused);
        return graph;
    }

    private static boolean projects(NetworkFiles files, Checkpoint checkpoint) {
        return checkpoint.has(PROJECTION) || mustProject(files);
    }

    private static boolean mustProject(NetworkFiles files) {
        List<String> classes = files.config().texts("architectures", List.of());
        return classes.contains("CLIPModel") || classes.contains("CLIPVisionModelWithProjection");
    }

    private static boolean isKnownUnused(String tensor) {
        return tensor.equals("vision_model.embeddings.position_ids") || tensor.equals("logit_scale")
                || tensor.startsWith("text_model.") || tensor.startsWith("text_projection.");
    }

    /** Width and height of the images it takes. */
    public int imageSize() {
        return config.imageSize();
    }

    /**
     * Encodes images.
     *
     * @param pixels normalised images, [batch, 3, size, size]
     */
    public ImageStates encode(FloatTensor pixels) {
        Shape shape = pixels.shape();
        Shape expected = Shape.of(shape.rank() == 4 ? shape.size(0) : 1, config.channels(), config.imageSize(),
                config.imageSize());
        if (!shape.equals(expected)) {
            throw new IllegalArgumentException("Pictures must have the shape %s; found %s".formatted(expected, shape));
        }
        List<String> outputs = new ArrayList<>(
                List.of(ClipVisionGraph.LAST_HIDDEN_STATE, ClipVisionGraph.POOLER_OUTPUT));
        if (projected) {
            outputs.add(ClipVisionGraph.IMAGE_EMBEDS);
        }
        List<FloatTensor> found = session.run(Map.of(ClipVisionGraph.PIXEL_VALUES, pixels),
                outputs.toArray(String[]::new));
        return new ImageStates(found.get(0), found.get(1), projected ? Optional.of(found.get(2)) : Optional.empty());
    }

    @Override
    public void close() {
        session.close();
    }
}
