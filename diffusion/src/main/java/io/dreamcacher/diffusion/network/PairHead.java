package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.ModelConfig;
import io.dreamcacher.diffusion.network.Signature.Declared;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a cross-encoder's output means: how one probability is made of the numbers it gives a pair. */
sealed interface PairHead {
    /** Of outputs with a probability. */
    String PROBABILITY = "probability";

    /** Of outputs before sigmoid or softmax. */
    String LOGITS = "logits";

    /** The label of logits that say a text follows from the other. */
    String ENTAILMENT = "entailment";

    /** How graphs write a size that may differ. */
    long FREE = -1;

    /** Name of the output that is read. */
    String output();

    /** How many numbers there are of a pair. */
    int width();

    /** 0 to 1, of as many numbers as {@link #width}, all finite. */
    double probability(float... values);

    /** A number that is a probability already. */
    record Ready() implements PairHead {
        @Override
        public String output() {
            return PROBABILITY;
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public double probability(float... values) {
            return Math.clamp(values[0], 0.0, 1.0);
        }
    }

    /** One logit. */
    record Relevance() implements PairHead {
        @Override
        public String output() {
            return LOGITS;
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public double probability(float... values) {
            return 1 / (1 + Math.exp(-values[0]));
        }
    }

    /**
     * Logits of labels, one of which is entailment.
     *
     * @param label its number
     * @param width how many labels there are
     */
    record Entailment(int label, int width) implements PairHead {
        @Override
        public String output() {
            return LOGITS;
        }

        /** Softmax; where another logit is so much larger that the sum is infinite, 0. */
        @Override
        public double probability(float... values) {
            double sum = 0;
            for (float value : values) {
                sum += Math.exp((double) value - values[label]);
            }
            return 1 / sum;
        }
    }

    /**
     * The head of a graph.
     *
     * @param name of the verifier, for messages
     * @throws DreamCacherException {@code BAD_MODEL} if its outputs are not those of a cross-encoder
     */
    static PairHead of(String name, Signature signature, Optional<ModelConfig> config) {
        Declared probability = signature.outputs().get(PROBABILITY);
        if (probability != null && (probability.sizes().size() == 1 || isOf(probability, 1))) {
            return new Ready();
        }
        Declared logits = signature.outputs().get(LOGITS);
        if (logits == null || logits.sizes().size() != 2) {
            throw another(name, signature, hint(signature));
        }
        if (isOf(logits, 1)) {
            return new Relevance();
        }
        List<String> labels = labels(name, config);
        if (!isOf(logits, labels.size()) && !isOf(logits, FREE)) {
            throw another(name, signature, " Its config.json names the labels %s.".formatted(labels));
        }
        if (labels.stream().filter(ENTAILMENT::equals).count() != 1) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "One label of the verifier %s must be \"%s\", by id2label in its config.json; found %s. Name another with --verifier."
                            .formatted(name, ENTAILMENT, labels));
        }
        return new Entailment(labels.indexOf(ENTAILMENT), labels.size());
    }

    private static boolean isOf(Declared output, long width) {
        return output.sizes().size() == 2 && output.sizes().get(1) == width;
    }

    /** In small letters. */
    private static List<String> labels(String name, Optional<ModelConfig> config) {
        ModelConfig names = config.flatMap(its -> its.section("id2label"))
                .orElseThrow(() -> new DreamCacherException(FailureCategory.BAD_MODEL,
                        "The verifier %s gives several logits, so a config.json beside it must name their labels in id2label; it does not. Put the model's own there."
                                .formatted(name)));
        return IntStream.range(0, names.keys().size())
                .mapToObj(label -> names.text(Integer.toString(label)).orElse("?").toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String hint(Signature signature) {
        Declared logits = signature.outputs().get(LOGITS);
        if (logits != null && logits.sizes().size() == 3) {
            return " That is a decoder, or judges each token by itself.";
        }
        boolean vectors = signature.outputs()
                .keySet()
                .stream()
                .anyMatch(output -> output.contains("hidden_state") || output.contains("embed")
                        || output.contains("pooler"));
        return vectors ? " That is an encoder, which makes vectors of single texts." : "";
    }

    /** The failure that says what a graph is and what it must be. */
    static DreamCacherException another(String name, Signature signature, String hint) {
        return new DreamCacherException(FailureCategory.BAD_MODEL,
                "A verifier must be a cross-encoder, whose graph takes input_ids and perhaps attention_mask and token_type_ids, and gives probability [batch] or logits [batch, 1 to 3]; %s takes %s and gives %s.%s Name another with --verifier."
                        .formatted(name, said(signature.inputs()), said(signature.outputs()), hint));
    }

    private static String said(Map<String, Declared> tensors) {
        return tensors.entrySet()
                .stream()
                .map(tensor -> tensor.getKey() + " " + tensor.getValue().sizes())
                .toList()
                .toString();
    }
}
