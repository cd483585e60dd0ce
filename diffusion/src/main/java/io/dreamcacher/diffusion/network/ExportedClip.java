package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.ExportedNetwork;
import io.dreamcacher.diffusion.model.ModelConfig;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A graph of a CLIP that was exported to ONNX: a tower, or both as optimum exports them. It gives vectors of the joint
 * space only. A graph of both towers cannot run one alone, so that each call also pays for the other, which is fed with
 * nothing. Names of inputs and outputs are probed: transformers', or those usual in exports of OpenAI's code. Thread-safe;
 * owns its session.
 */
public final class ExportedClip implements AutoCloseable {
    private static final String ATTENTION_MASK = "attention_mask";
    private static final String[] IDS = {ClipTextGraph.INPUT_IDS, "text", "input"};
    private static final String[] PIXELS = {ClipVisionGraph.PIXEL_VALUES, "image", "input"};
    private static final String[] TEXT_VECTORS = {ClipTextGraph.TEXT_EMBEDS, "embedding", "output"};
    private static final String[] IMAGE_VECTORS = {ClipVisionGraph.IMAGE_EMBEDS, "embedding", "output"};

    private final String name;
    private final ModelConfig config;
    private final OnnxSession session;
    private final boolean joint;

    private ExportedClip(String name, ModelConfig config, OnnxSession session, boolean joint) {
        this.name = name;
        this.config = config;
        this.session = session;
        this.joint = joint;
    }

    /** Dimension of the joint space, known from the config alone. */
    public static int dimension(ModelConfig config) {
        return ClipTextConfig.read(config).projectionWidth();
    }

    /** Width and height of the images it takes, known from the config alone. */
    public static int imageSize(ModelConfig config) {
        return ClipVisionConfig.read(config).imageSize();
    }

    /** Whether a file has both towers; one {@link #load loaded} graph then serves texts and images. */
    public static boolean isJoint(ExportedNetwork files) {
        return files.graphs().containsKey(ExportedNetwork.MODEL);
    }

    /**
     * Loads the graph with a tower.
     *
     * @param tower {@link ExportedNetwork#TEXTUAL} or {@link ExportedNetwork#VISUAL}; both are the same graph if it has both towers
     * @throws DreamCacherException {@code BAD_MODEL} if the file is missing, or its inputs and outputs are others
     */
    public static ExportedClip load(ExportedNetwork files, String tower, SessionSettings settings) {
        boolean joint = isJoint(files);
        String name = joint ? "the CLIP " + files.name() : "the %s tower of %s".formatted(tower, files.name());
        OnnxSession session = OnnxSession.open(name, files.graph(joint ? ExportedNetwork.MODEL : tower), settings);
        try {
            ExportedClip clip = new ExportedClip(name, files.config(), session, joint);
            clip.requireSignature(tower);
            return clip;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private void requireSignature(String tower) {
        Set<String> inputs = new HashSet<>();
        boolean reads = joint || tower.equals(ExportedNetwork.TEXTUAL);
        if (reads) {
            inputs.add(requireInput(true, IDS));
            session.requireOutput(TEXT_VECTORS);
        }
        if (joint || !reads) {
            inputs.add(requireInput(false, PIXELS));
            session.requireOutput(IMAGE_VECTORS);
        }
        if (reads && session.hasInput(ATTENTION_MASK)) {
            inputs.add(ATTENTION_MASK);
        }
        session.requireInputs(inputs);
    }

    private String requireInput(boolean wholeNumbers, String... accepted) {
        String input = session.requireInput(accepted);
        if (session.takesWholeNumbers(input) != wholeNumbers) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "The input %s of %s must be made of %s; it is not. Export it as optimum does.".formatted(input,
                            name, wholeNumbers ? "whole numbers, token ids" : "floats, a normalised picture"));
        }
        return input;
    }

    /**
     * A text in the joint space, not scaled to unit length.
     *
     * @param ids with start and end token; filled up with the latter if the graph takes more tokens
     */
    public float[] text(int... ids) {
        Map<String, Tensor> inputs = new HashMap<>();
        putText(inputs, ids);
        if (joint) {
            ClipVisionConfig vision = ClipVisionConfig.read(config);
            Shape nothing = Shape.of(1, vision.channels(), vision.imageSize(), vision.imageSize());
            inputs.put(session.requireInput(PIXELS),
                    new FloatTensor(nothing, new float[Math.toIntExact(nothing.elements())]));
        }
        return vector(inputs, session.requireOutput(TEXT_VECTORS));
    }

    /**
     * An image in the joint space, not scaled to unit length.
     *
     * @param pixels the normalised image, [1, 3, size, size]
     */
    public float[] image(FloatTensor pixels) {
        Map<String, Tensor> inputs = new HashMap<>();
        inputs.put(session.requireInput(PIXELS), pixels);
        if (joint) {
            putText(inputs, 0);
        }
        return vector(inputs, session.requireOutput(IMAGE_VECTORS));
    }

    private void putText(Map<String, Tensor> inputs, int... ids) {
        String input = session.requireInput(IDS);
        int length = Math.max(ids.length, session.fixedInputSize(input, 1).orElse(0));
        long[] padded = new long[length];
        long[] mask = new long[length];
        Arrays.setAll(padded, i -> ids[Math.min(i, ids.length - 1)]);
        Arrays.fill(mask, 0, ids.length, 1);
        inputs.put(input, new LongTensor(Shape.of(1, length), padded));
        if (session.hasInput(ATTENTION_MASK)) {
            inputs.put(ATTENTION_MASK, new LongTensor(Shape.of(1, length), mask));
        }
    }

    private float[] vector(Map<String, Tensor> inputs, String output) {
        FloatTensor found = session.run(inputs, output).getFirst();
        Shape expected = Shape.of(1, dimension(config));
        if (!found.shape().equals(expected)) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "The output %s of %s must have the shape %s, as projection_dim in its config.json says (512 without one); found %s. Put the right config.json beside it."
                            .formatted(output, name, expected, found.shape()));
        }
        return found.values();
    }

    @Override
    public void close() {
        session.close();
    }
}
