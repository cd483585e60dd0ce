package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Graphs that take what a cross-encoder takes and give what can be worked out by hand. Of the words "a" to "z" the tokenizer of
 * {@link #tokenizer} makes the ids 10 to 35, so that sums of ids tell what a graph was given.
 */
public final class TinyVerifiers {
    private static final Attribute TO_FLOAT = Attribute.of("to", OnnxType.FLOAT.number());

    private TinyVerifiers() {}

    /** One logit: the sum of the first text's ids less that of the second's, a tenth of it; special tokens count too. */
    public static Path relevance(Path file) throws IOException {
        OnnxGraph graph = new OnnxGraph();
        Value difference = difference(graph, OnnxType.INT64);
        graph.output("logits", graph.op("Mul", List.of(difference, graph.floats(0.1f))), "batch", "one");
        return fixed(ExportWriter.write(graph, file), "one", 1);
    }

    /** The same without the type ids and with 32-bit integers: a tenth of the sum of all ids, less ten. */
    public static Path withoutTypes(Path file) throws IOException {
        OnnxGraph graph = new OnnxGraph();
        Value ids = graph.input("input_ids", OnnxType.INT32, "batch", "tokens");
        Value sum = sum(graph, graph.op("Cast", List.of(ids), TO_FLOAT));
        Value logit = graph.op("Sub", List.of(graph.op("Mul", List.of(sum, graph.floats(0.1f))), graph.floats(10)));
        graph.output("logits", logit, "batch", "one");
        return fixed(ExportWriter.write(graph, file), "one", 1);
    }

    /** Three logits: a tenth of {@link #relevance}'s difference, nothing, and the same with the other sign. */
    public static Path inference(Path file) throws IOException {
        OnnxGraph graph = new OnnxGraph();
        Value difference = difference(graph, OnnxType.INT64);
        Value all = graph.op("Mul", List.of(difference, graph.floats(0.1f, 0, -0.1f)));
        graph.output("logits", all, "batch", "labels");
        return fixed(ExportWriter.write(graph, file), "labels", 3);
    }

    /** A probability of three quarters, whatever it is given; NaN if asked for. */
    public static Path constant(Path file, boolean damaged) throws IOException {
        OnnxGraph graph = new OnnxGraph();
        Value ids = graph.input("input_ids", OnnxType.INT64, "batch", "tokens");
        Value zero = graph.op("Mul", List.of(graph.op("Cast", List.of(ids), TO_FLOAT), graph.floats(0)));
        Value sum = graph.op("ReduceSum", List.of(zero, graph.integers(1)), Attribute.of("keepdims", 0));
        graph.output("probability", graph.op("Add", List.of(sum, graph.floats(damaged ? Float.NaN : 0.75f))), "batch");
        return ExportWriter.write(graph, file);
    }

    /** As {@link #relevance}, for exactly so many tokens, as exporters make them for some accelerators. */
    public static Path relevanceOfTokens(Path file, int tokens) throws IOException {
        return fixed(relevance(file), "tokens", tokens);
    }

    /** A probability that lies in a file of its own beside the graph, as large weights do. */
    public static Path outside(Path file, String weights, float probability) throws IOException {
        OnnxGraph graph = new OnnxGraph();
        Value ids = graph.input("input_ids", OnnxType.INT64, "batch", "tokens");
        Value zero = graph.op("Mul", List.of(graph.op("Cast", List.of(ids), TO_FLOAT), graph.floats(0)));
        Value sum = graph.op("ReduceSum", List.of(zero, graph.integers(1)), Attribute.of("keepdims", 0));
        graph.output("probability",
                graph.op("Add", List.of(sum, graph.external("p", OnnxType.FLOAT, Shape.of(1)))), "batch");
        Files.write(file.resolveSibling(weights), ByteBuffer.allocate(Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(probability)
                .array());
        return Files.write(file, graph.toModel(name -> new OnnxGraph.ExternalData(weights, 0, Float.BYTES)));
    }

    /** States of all tokens, as a bi-encoder gives them. */
    public static Path encoder(Path file) throws IOException {
        OnnxGraph graph = new OnnxGraph();
        Value ids = graph.input("input_ids", OnnxType.INT64, "batch", "tokens");
        Value states = graph.op("Unsqueeze",
                List.of(graph.op("Cast", List.of(ids), TO_FLOAT), graph.integers(2)));
        graph.output("last_hidden_state", states, "batch", "tokens", "width");
        return ExportWriter.write(graph, file);
    }

    /** Logits of every token, as a decoder gives them. */
    public static Path decoder(Path file) throws IOException {
        OnnxGraph graph = new OnnxGraph();
        Value ids = graph.input("input_ids", OnnxType.INT64, "batch", "tokens");
        Value logits = graph.op("Unsqueeze",
                List.of(graph.op("Cast", List.of(ids), TO_FLOAT), graph.integers(2)));
        graph.output("logits", logits, "batch", "tokens", "vocabulary");
        return ExportWriter.write(graph, file);
    }

    /** A graph with an input that no cross-encoder has. */
    public static Path ofImages(Path file) throws IOException {
        OnnxGraph graph = new OnnxGraph();
        Value pixels = graph.input("pixel_values", OnnxType.FLOAT, "batch", "one");
        graph.output("logits", pixels, "batch", "one");
        return ExportWriter.write(graph, file);
    }

    private static Value difference(OnnxGraph graph, OnnxType type) {
        Value ids = graph.op("Cast", List.of(graph.input("input_ids", type, "batch", "tokens")), TO_FLOAT);
        Value types = graph.op("Cast", List.of(graph.input("token_type_ids", type, "batch", "tokens")), TO_FLOAT);
        Value mask = graph.op("Cast", List.of(graph.input("attention_mask", type, "batch", "tokens")), TO_FLOAT);
        Value signs = graph.op("Sub",
                List.of(graph.floats(1), graph.op("Mul", List.of(types, graph.floats(2)))));
        return sum(graph, graph.op("Mul", List.of(graph.op("Mul", List.of(ids, mask)), signs)));
    }

    private static Value sum(OnnxGraph graph, Value tokens) {
        return graph.op("ReduceSum", List.of(tokens, graph.integers(1)));
    }

    /** A graph here has named sizes only; the field of a name becomes one of a number. */
    private static Path fixed(Path file, String dimension, int size) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        byte[] named = ProtoWriter.message(proto -> proto.text(2, dimension));
        for (int at = 0; at + named.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + named.length, named, 0, named.length)) {
                bytes[at] = 8; // field 1, a number in as many bytes
                bytes[at + 1] = (byte) (size | 0x80);
                for (int i = 2; i < named.length; i++) {
                    bytes[at + i] = (byte) (i == named.length - 1 ? 0 : 0x80);
                }
            }
        }
        return Files.write(file, bytes);
    }

    /** Writes a tokenizer: "a" to "z" are 10 to 35, anything else is 0, [CLS] 1 and [SEP] 2. */
    public static void tokenizer(Path folder) throws IOException {
        StringBuilder letters = new StringBuilder();
        for (char letter = 'a'; letter <= 'z'; letter++) {
            letters.append(", \"%c\": %d".formatted(letter, letter - 'a' + 10));
        }
        Files.writeString(folder.resolve("tokenizer.json"), """
                {"normalizer": {"type": "BertNormalizer"}, "pre_tokenizer": {"type": "BertPreTokenizer"},
                 "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]},
                 "model": {"type": "WordPiece", "vocab": {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2%s}}}"""
                .formatted(letters));
    }
}
