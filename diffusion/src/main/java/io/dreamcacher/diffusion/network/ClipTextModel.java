package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.ExportedNetwork;
import io.dreamcacher.diffusion.model.ModelConfig;
import io.dreamcacher.diffusion.model.NetworkFiles;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The text tower of CLIP (Radford et al. 2021), as in transformers' CLIPTextModel and CLIPTextModelWithProjection. It
 * takes sequences of any length up to the model's window: being causal, it needs no padding after the end token.
 * Thread-safe; owns its session.
 */
public final class ClipTextModel implements AutoCloseable {
    /** Taken by some exported networks. */
    private static final String ATTENTION_MASK = "attention_mask";
    private static final String PROJECTION = "text_projection.weight";

    private final ClipTextConfig config;
    private final boolean projected;
    private final Optional<FinalNorm> finalNorm;
    private final OnnxSession session;

    private ClipTextModel(ClipTextConfig config, Optional<FinalNorm> finalNorm, OnnxSession session) {
        this.config = config;
        this.projected = session.hasOutput(ClipTextGraph.TEXT_EMBEDS);
        this.finalNorm = finalNorm;
        this.session = session;
    }

    /** The whole tower is one graph, alone or in the files of a whole CLIP. */
    private record Plan(ClipTextConfig config, boolean mustProject) implements NetworkPlan {
        static Plan of(NetworkFiles files) {
            List<String> classes = files.config().texts("architectures", List.of());
            return new Plan(ClipTextConfig.read(files.config()),
                    classes.contains("CLIPModel") || classes.contains("CLIPTextModelWithProjection"));
        }

        @Override
        public String title() {
            return "the text encoder";
        }

        @Override
        public String part() {
            return ExportedNetwork.MODEL;
        }

        @Override
        public void write(Layers root) {
            new ClipTextGraph(root, config).build(mustProject || root.has(PROJECTION));
        }

        @Override
        public boolean isUnused(String tensor) {
            return tensor.equals("text_model.embeddings.position_ids") || tensor.equals("logit_scale")
                    || tensor.startsWith("vision_model.") || tensor.startsWith("visual_projection.");
        }

        @Override
        public void check(OnnxSession session) {
            session.requireInputs(session.hasInput(ATTENTION_MASK)
                    ? Set.of(ClipTextGraph.INPUT_IDS, ATTENTION_MASK)
                    : Set.of(ClipTextGraph.INPUT_IDS));
            session.requireOutput(ClipTextGraph.LAST_HIDDEN_STATE);
        }
    }

    /**
     * Loads a text encoder, or the text tower of a whole CLIP.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} if config and weights are not those of such
     *         a network
     */
    public static ClipTextModel load(NetworkFiles files, SessionSettings settings) {
        Plan plan = Plan.of(files);
        OnnxSession session = NetworkOpener.open(files, settings, plan);
        try {
            return new ClipTextModel(plan.config,
                    files.read(new FinalNorm.Reader(plan.config.transformer().epsilon())), session);
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /**
     * Checks that config and weights belong together and every tensor has its place; reads headers, no numbers.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} as {@link #load}
     */
    public static void check(NetworkFiles files) {
        NetworkOpener.check(files, Plan.of(files));
    }

    /** Width of the states, {@code hidden_size}. */
    public int width() {
        return session.fixedOutputSize(ClipTextGraph.LAST_HIDDEN_STATE, 2).orElse(config.transformer().width());
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
        LongTensor ids = ids(tokenIds);
        List<String> outputs = Stream.of(ClipTextGraph.LAST_HIDDEN_STATE, ClipTextGraph.POOLER_OUTPUT,
                ClipTextGraph.hiddenState(layers() - skippedLayers), ClipTextGraph.TEXT_EMBEDS)
                .filter(session::hasOutput)
                .toList();
        List<FloatTensor> found = session.run(inputs(ids), outputs.toArray(String[]::new));
        Map<String, FloatTensor> states = IntStream.range(0, outputs.size())
                .boxed()
                .collect(Collectors.toMap(outputs::get, found::get));
        FloatTensor last = found.getFirst();
        FloatTensor pooled = states.containsKey(ClipTextGraph.POOLER_OUTPUT)
                ? states.get(ClipTextGraph.POOLER_OUTPUT)
                : pooled(last, tokenIds);
        return new TextStates(last,
                Optional.ofNullable(states.get(ClipTextGraph.hiddenState(layers() - skippedLayers))),
                pooled, projected ? Optional.ofNullable(states.get(ClipTextGraph.TEXT_EMBEDS)) : Optional.empty());
    }

    /** No token is masked: the tower is causal, so what comes after a token never counts. */
    private Map<String, LongTensor> inputs(LongTensor ids) {
        if (!session.hasInput(ATTENTION_MASK)) {
            return Map.of(ClipTextGraph.INPUT_IDS, ids);
        }
        long[] ones = new long[ids.values().length];
        Arrays.fill(ones, 1);
        return Map.of(ClipTextGraph.INPUT_IDS, ids, ATTENTION_MASK, new LongTensor(ids.shape(), ones));
    }

    /** The states at the end tokens, which an exported network with a projection does not give. */
    private FloatTensor pooled(FloatTensor last, List<int[]> tokenIds) {
        int tokens = last.shape().intSize(1);
        int states = last.shape().intSize(2);
        float[] pooled = new float[tokenIds.size() * states];
        for (int row = 0; row < tokenIds.size(); row++) {
            int from = (row * tokens + config.pooledPosition(tokenIds.get(row))) * states;
            System.arraycopy(last.values(), from, pooled, row * states, states);
        }
        return FloatTensor.of(pooled, tokenIds.size(), states);
    }

    /**
     * The final layer norm of states that did not go through it, such as {@link TextStates#hiddenState()}; same shape.
     *
     * @throws DreamCacherException {@code BAD_MODEL} if the network was exported, which hides the norm
     */
    public FloatTensor normalized(FloatTensor hiddenState) {
        return finalNorm
                .orElseThrow(() -> new DreamCacherException(FailureCategory.BAD_MODEL,
                        "Skipping layers needs the weights of the text encoder's last norm, which an exported network does not give. Use the model in the diffusers layout."))
                .apply(hiddenState);
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

    /** Stops the encoding that other threads have begun: it fails with {@code CANCELLED}. */
    public void interrupt() {
        session.interrupt();
    }

    @Override
    public void close() {
        session.close();
    }

    /**
     * What a CLIP text tower makes of token ids. Nothing here is scaled to unit length.
     *
     * @param lastHiddenState states after the final layer norm, [batch, tokens, width]: what conditions SD 1.x and 2.x
     * @param innerState states before some of the last layers, without norm, [batch, tokens, width]: before the last one,
     *        where nothing else was asked for, which is what conditions SDXL; empty if an exported network does not tell it
     * @param pooled last hidden state at the end token, [batch, width]
     * @param projected the pooled state in the space shared with images, [batch, projection]; empty if the model has no
     *        projection
     */
    public record TextStates(FloatTensor lastHiddenState, Optional<FloatTensor> innerState, FloatTensor pooled,
            Optional<FloatTensor> projected) {

        /**
         * The states before some of the last layers, {@link #innerState()}.
         *
         * @throws DreamCacherException {@code BAD_MODEL} if an exported network does not tell them
         */
        public FloatTensor hiddenState() {
            return innerState.orElseThrow(() -> new DreamCacherException(FailureCategory.BAD_MODEL,
                    "A text encoder of SDXL, or one whose last layers are skipped, must give the states of its layers; the exported one has no outputs hidden_states.N. Export it with them, as optimum does."));
        }
    }

    /**
     * The sizes of a CLIP's vectors, known from its config.json alone.
     *
     * @param text width of the text tower's states
     * @param joint dimension of the space that texts and images share; 0 if the model has no image tower
     * @param layers of the text tower
     */
    public record ClipDimensions(int text, int joint, int layers) {
        /** Reads the config of a whole CLIP, or of a text encoder alone. */
        public static ClipDimensions read(ModelConfig config) {
            ClipTextConfig text = ClipTextConfig.read(config);
            return new ClipDimensions(text.transformer().width(),
                    config.has("vision_config") ? text.projectionWidth() : 0,
                    text.transformer().layers());
        }
    }
}
