package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.Finite;
import io.dreamcacher.diffusion.model.ModelConfig;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network that reads two texts as one sequence and judges them, exported to ONNX: a cross-encoder, or a classifier of natural
 * language inference. Thread-safe, calls may overlap; owns its session.
 *
 * <p>One pair is run at a time: where activations are rounded to integers as they come, by one scale for all of a batch, what a
 * pair gets would depend on its neighbours in the batch, and a batch of pairs is no faster on processors.
 */
public final class CrossEncoder implements AutoCloseable {
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";
    private static final Set<String> INPUTS = Set.of(IDS, MASK, TYPES);

    private final String name;
    private final OnnxSession session;
    private final PairHead head;

    private CrossEncoder(String name, OnnxSession session, PairHead head) {
        this.name = name;
        this.session = session;
        this.head = head;
    }

    /**
     * Loads a graph that takes {@code input_ids} and, if it likes, {@code attention_mask} and {@code token_type_ids}, and gives
     * {@code probability} [batch] or {@code logits} [batch, 1 to 3].
     *
     * @param name for messages
     * @param config names the labels of two or three logits
     * @throws DreamCacherException {@code BAD_MODEL} if it is another kind of network
     */
    public static CrossEncoder load(String name, Path graph, Optional<ModelConfig> config, SessionSettings settings) {
        OnnxSession session = OnnxSession.open("the verifier " + name, graph, settings);
        try {
            Signature signature = session.signature();
            requireInputs(name, signature);
            return new CrossEncoder(name, session, PairHead.of(name, signature, config));
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static void requireInputs(String name, Signature signature) {
        boolean fits = signature.inputs().containsKey(IDS) && INPUTS.containsAll(signature.inputs().keySet())
                && signature.inputs().values().stream().allMatch(Signature.Declared::isWhole)
                && (signature.inputs().containsKey(MASK)
                        || Signature.fixedSize(signature.inputs(), IDS, 1).isEmpty());
        if (!fits) {
            throw PairHead.another(name, signature, "");
        }
    }

    /** How many tokens its graph takes at most, where that is fixed. */
    public int window(int usual) {
        return session.fixedInputSize(IDS, 1).orElse(usual);
    }

    /**
     * Whether the text that follows from the other is the second one, as in natural language inference, where a premise comes
     * before its hypothesis.
     */
    public boolean premiseFirst() {
        return head instanceof PairHead.Entailment;
    }

    /**
     * What it gives a pair.
     *
     * @param ids of all tokens of the pair
     * @param types as many
     * @return 0 to 1
     * @throws DreamCacherException {@code BAD_MODEL} if it gives something else, such as NaN
     */
    public double probability(int[] ids, int[] types) {
        int length = Math.max(ids.length, window(0));
        Map<String, Tensor> inputs = new HashMap<>();
        inputs.put(IDS, padded(length, ids));
        if (session.hasInput(MASK)) {
            int[] ones = new int[ids.length];
            Arrays.fill(ones, 1);
            inputs.put(MASK, padded(length, ones));
        }
        if (session.hasInput(TYPES)) {
            inputs.put(TYPES, padded(length, types));
        }
        return head.probability(finite(session.run(inputs, head.output()).getFirst().values()));
    }

    private static LongTensor padded(int length, int... values) {
        long[] longs = new long[length];
        for (int i = 0; i < values.length; i++) {
            longs[i] = values[i];
        }
        return new LongTensor(Shape.of(1, length), longs);
    }

    private float[] finite(float... values) {
        if (values.length != head.width() || Finite.firstOther(values).isPresent()) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "The verifier %s must give a pair %d finite numbers; it gave %s. Its files are damaged: get it again, or name another with --verifier."
                            .formatted(name, head.width(),
                                    Arrays.toString(Arrays.copyOf(values, Math.min(values.length, 4)))));
        }
        return values;
    }

    @Override
    public void close() {
        session.close();
    }
}
