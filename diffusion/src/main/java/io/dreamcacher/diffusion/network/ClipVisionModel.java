package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.ExportedNetwork;
import io.dreamcacher.diffusion.model.NetworkFiles;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.network.SessionSettings.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The image tower of CLIP (Radford et al. 2021), a vision transformer, as in transformers' CLIPVisionModel and
 * CLIPVisionModelWithProjection. Thread-safe; owns its session.
 */
public final class ClipVisionModel implements AutoCloseable {
    private static final String PROJECTION = "visual_projection.weight";

    private final ClipVisionConfig config;
    private final boolean projected;
    private final OnnxSession session;

    private ClipVisionModel(ClipVisionConfig config, OnnxSession session) {
        this.config = config;
        this.projected = session.hasOutput(ClipVisionGraph.IMAGE_EMBEDS);
        this.session = session;
    }

    /** The whole tower is one graph, alone or in the files of a whole CLIP; always exact. */
    private record Plan(ClipVisionConfig config, boolean mustProject) implements NetworkPlan {
        static Plan of(NetworkFiles files) {
            List<String> classes = files.config().texts("architectures", List.of());
            return new Plan(ClipVisionConfig.read(files.config()),
                    classes.contains("CLIPModel") || classes.contains("CLIPVisionModelWithProjection"));
        }

        @Override
        public String title() {
            return "the image encoder";
        }

        @Override
        public String part() {
            return ExportedNetwork.MODEL;
        }

        @Override
        public Precision precision(Precision asked) {
            return Precision.EXACT;
        }

        @Override
        public void write(Layers root) {
            new ClipVisionGraph(root, config).build(mustProject || root.has(PROJECTION));
        }

        @Override
        public boolean isUnused(String tensor) {
            return tensor.equals("vision_model.embeddings.position_ids") || tensor.equals("logit_scale")
                    || tensor.startsWith("text_model.") || tensor.startsWith("text_projection.");
        }

        @Override
        public void check(OnnxSession session) {
            session.requireInputs(Set.of(ClipVisionGraph.PIXEL_VALUES));
            session.requireOutput(ClipVisionGraph.LAST_HIDDEN_STATE);
            session.requireOutput(ClipVisionGraph.POOLER_OUTPUT);
        }
    }

    /**
     * Loads an image encoder, or the image tower of a whole CLIP.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} if config and weights are not those of such
     *         a network
     */
    public static ClipVisionModel load(NetworkFiles files, SessionSettings settings) {
        Plan plan = Plan.of(files);
        return new ClipVisionModel(plan.config, NetworkOpener.open(files, settings, plan));
    }

    /**
     * Checks that config and weights belong together and every tensor has its place; reads headers, no numbers.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} as {@link #load}
     */
    public static void check(NetworkFiles files) {
        NetworkOpener.check(files, Plan.of(files));
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
            throw new IllegalArgumentException(
                    "Images must have the shape %s; found %s".formatted(expected, shape));
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

    /**
     * What a CLIP image tower makes of images. Nothing here is scaled to unit length.
     *
     * @param lastHiddenState states after the last layer, without norm, [batch, 1 + patches, width]
     * @param pooled normalised state of the class token, [batch, width]
     * @param projected the pooled state in the space shared with texts, [batch, projection]; empty if the model has no
     *        projection
     */
    public record ImageStates(FloatTensor lastHiddenState, FloatTensor pooled, Optional<FloatTensor> projected) {}
}
