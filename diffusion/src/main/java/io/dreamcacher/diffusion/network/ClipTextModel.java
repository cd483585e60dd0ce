package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.onnx.FloatTensor;
import io.dreamcacher.diffusion.onnx.Layers;
import io.dreamcacher.diffusion.onnx.LongTensor;
import io.dreamcacher.diffusion.onnx.OnnxGraph;
import io.dreamcacher.diffusion.onnx.OnnxSession;
import io.dreamcacher.diffusion.onnx.SessionSettings;
import io.dreamcacher.diffusion.onnx.Weights;
import io.dreamcacher.diffusion.repository.NetworkFiles;
import io.dreamcacher.diffusion.safetensors.Checkpoint;
import io.dreamcacher.diffusion.safetensors.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The text tower of CLIP (Radford et al. 2021), as in transformers' CLIPTextModel and CLIPTextModelWithProjection. It
 * takes sequences of any length up to the model's window: being causal, it needs no padding after the end token.
 * Thread-safe; owns its session.
 */
public final class ClipTextModel implements AutoCloseable {
    private static final String PROJECTION = "text_projection.weight";

    private final ClipTextConfig config;
    private final boolean projected;
    private final FinalNorm finalNorm;
    private final OnnxSession session;

    private ClipTextModel(ClipTextConfig config, boolean projected, FinalNorm finalNorm, OnnxSession session) {
        this.config = config;
        this.projected = projected;
        this.finalNorm = finalNorm;
        this.session = session;
    }

    /**
     * Loads a text encoder, or the text tower of a whole CLIP.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} if config and weights are not those of such
     *         a network
     */
    public static ClipTextModel load(NetworkFiles files, SessionSettings settings) {
        ClipTextConfig config = ClipTextConfig.read(files.config());
        Checkpoint checkpoint = files.checkpoint();
        boolean projected = checkpoint.has(PROJECTION) || mustProject(files);
        Weights weights = new Weights(checkpoint);
        OnnxGraph graph = new OnnxGraph();
        new ClipTextGraph(new Layers(graph, weights, settings.precision()), config).build(projected);
        weights.requireAllUsed(ClipTextModel::isKnownUnused);
        return new ClipTextModel(config, projected, FinalNorm.read(checkpoint, config.transformer().epsilon()),
                OnnxSession.load("the text encoder " + files.name(), graph, weights, settings));
    }

    private static boolean mustProject(NetworkFiles files) {
        List<String> classes = files.config().texts("architectures", List.of());
        return classes.contains("CLIPModel") || classes.contains("CLIPTextModelWithProjection");
    }

    private static boolean isKnownUnused(String tensor) {
        return tensor.equals("text_model.embeddings.position_ids") || tensor.equals("logit_scale")
                || tensor.startsWith("vision_model.") || tensor.startsWith("visual_projection.");
    }

    /** Width of the states, {@code hidden_size}. */
    public int width() {
        return config.transformer().width();
    }

    /** How many layers the transformer has. */
    public int layers() {
        return config.transformer().layers();
    }

    /** Longest sequence of tokens, start and end included. */
    public int positions() {
        return config.positions();
    }

    /**
     * Encodes sequences of token ids; {@link TextStates#hiddenState()} is the state before the last layer.
     *
     * @param tokenIds one sequence or more, each as long as the others, with start and end token, 1 to
     *        {@link #positions()} ids below the size of the vocabulary
     */
    public TextStates encode(List<int[]> tokenIds) {
        return encode(tokenIds, 1);
    }

    /**
     * Encodes sequences of token ids.
     *
     * @param tokenIds as above
     * @param skippedLayers how many of the last layers {@link TextStates#hiddenState()} is taken before, 0 to
     *        {@link #layers()}: transformers' {@code hidden_states[-(skippedLayers + 1)]}
     */
    public TextStates encode(List<int[]> tokenIds, int skippedLayers) {
        if (skippedLayers < 0 || skippedLayers > layers()) {
            throw new IllegalArgumentException("0 to %d layers can be skipped; found %d"
                    .formatted(layers(), skippedLayers));
        }
        Map<String, LongTensor> inputs = Map.of(ClipTextGraph.INPUT_IDS, ids(tokenIds));
        List<String> outputs = new ArrayList<>(List.of(ClipTextGraph.LAST_HIDDEN_STATE,
                ClipTextGraph.hiddenState(layers() - skippedLayers), ClipTextGraph.POOLER_OUTPUT));
        if (projected) {
            outputs.add(ClipTextGraph.TEXT_EMBEDS);
        }
        List<FloatTensor> found = session.run(inputs, outputs.toArray(String[]::new));
        return new TextStates(found.get(0), found.get(1), found.get(2),
                projected ? Optional.of(found.get(3)) : Optional.empty());
    }

    /** The final layer norm of states that did not go through it, such as {@link TextStates#hiddenState()}; same shape. */
    public FloatTensor normalized(FloatTensor hiddenState) {
        return finalNorm.apply(hiddenState);
    }

    private LongTensor ids(List<int[]> rows) {
        int length = rows.getFirst().length;
        if (length < 1 || length > config.positions()) {
            throw new IllegalArgumentException("A sequence must have 1 to %d tokens; found %d"
                    .formatted(config.positions(), length));
        }
        long[] ids = new long[rows.size() * length];
        for (int row = 0; row < rows.size(); row++) {
            copyRow(rows.get(row), ids, row * length, length);
        }
        return new LongTensor(Shape.of(rows.size(), length), ids);
    }

    private void copyRow(int[] row, long[] ids, int start, int length) {
        if (row.length != length) {
            throw new IllegalArgumentException("Sequences must be equally long; found %d and %d"
                    .formatted(length, row.length));
        }
        for (int i = 0; i < length; i++) {
            if (row[i] < 0 || row[i] >= config.vocabularySize()) {
                throw new IllegalArgumentException("A token id must be from 0 to %d; found %d"
                        .formatted(config.vocabularySize() - 1, row[i]));
            }
            ids[start + i] = row[i];
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
