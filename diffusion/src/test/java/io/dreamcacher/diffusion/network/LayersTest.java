package io.dreamcacher.diffusion.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.diffusion.model.Checkpoint;
import io.dreamcacher.diffusion.model.SafetensorsBytes;
import io.dreamcacher.diffusion.model.SafetensorsFile.TensorType;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every layer computes what its formula says, on numbers small enough to follow. */
final class LayersTest {
    private final SafetensorsBytes checkpoint = new SafetensorsBytes();
    @TempDir
    private Path folder;

    @Test
    void linear_withAndWithoutBias_isXTimesWTransposed() {
        checkpoint.add("fc.weight", Shape.of(2, 3), 1, 2, 3, 4, 5, 6).add("fc.bias", Shape.of(2), 10, 20);
        FloatTensor x = FloatTensor.of(new float[]{1, 0, -1, 2, 2, 2}, 1, 2, 3);

        assertValues(run(x, (layers, in) -> layers.linearWithoutBias("fc", in, 3, 2)), -2, -2, 12, 30);
        assertValues(run(x, (layers, in) -> layers.linear("fc", in, 3, 2)), 8, 18, 22, 50);
    }

    @Test
    void linear_kernelOfAPointConvolution_isUsedAsAMatrix() {
        checkpoint.add("fc.weight", Shape.of(1, 2, 1, 1), 3, 4);

        assertValues(run(FloatTensor.of(new float[]{5, 7}, 1, 2),
                (layers, in) -> layers.linearWithoutBias("fc", in, 2, 1)), 43);
    }

    @Test
    void linear_halfPrecisionWeights_areWidened() {
        ByteBuffer halves = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        halves.putShort(Float.floatToFloat16(0.5f)).putShort(Float.floatToFloat16(-3));
        ByteBuffer bfloats = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
        bfloats.putShort((short) (Float.floatToRawIntBits(8) >>> 16));
        checkpoint.add("fc.weight", TensorType.F16, Shape.of(1, 2), halves.array())
                .add("fc.bias", TensorType.BF16, Shape.of(1), bfloats.array());

        assertValues(run(FloatTensor.of(new float[]{4, 1}, 1, 2), (layers, in) -> layers.linear("fc", in, 2, 1)), 7);
    }

    @Test
    void conv_kernels_walkAndPadAsNamed() {
        checkpoint.add("c.weight", Shape.of(1, 1, 3, 3), 1, 0, 0, 0, 0, 0, 0, 0, 0).add("c.bias", Shape.of(1), 0.5f);
        FloatTensor x = FloatTensor.of(new float[]{1, 2, 3, 4}, 1, 1, 2, 2);

        assertValues(run(x, (layers, in) -> layers.conv("c", in, Kernel.SAME, 1, 1)), 0.5f, 0.5f, 0.5f, 1.5f);
        assertValues(run(x, (layers, in) -> layers.conv("c", in, Kernel.HALVE, 1, 1)), 0.5f);
        assertValues(run(x, (layers, in) -> layers.conv("c", in, Kernel.HALVE_PADDED_AFTER, 1, 1)), 1.5f);
    }

    @Test
    void groupNorm_twoGroups_areNormalizedByThemselvesAndScaledByChannel() {
        checkpoint.add("n.weight", Shape.of(4), 1, 1, 2, 2).add("n.bias", Shape.of(4), 0, 0, 0, 100);
        FloatTensor x = FloatTensor.of(new float[]{1, 1, 3, 3, 10, 10, 30, 30}, 1, 4, 1, 2);

        assertValues(run(x, (layers, in) -> layers.groupNorm("n", in, 4, 2, 1e-6f)), -1, -1, 1, 1, -2, -2, 102, 102);
    }

    @Test
    void layerNorm_lastDimension_isNormalized() {
        checkpoint.add("n.weight", Shape.of(2), 1, 3).add("n.bias", Shape.of(2), 0, 1);

        assertValues(run(FloatTensor.of(new float[]{2, 4, -8, -8}, 2, 2),
                (layers, in) -> layers.layerNorm("n", in, 2, 1e-6f)), -1, 4, 0, 1);
    }

    @Test
    void activation_each_followsItsFormula() {
        FloatTensor x = FloatTensor.of(new float[]{-2, 0, 1}, 3);

        assertValues(run(x, (layers, in) -> layers.activation(Activation.SILU, in)), -0.238406f, 0, 0.731059f);
        assertValues(run(x, (layers, in) -> layers.activation(Activation.QUICK_GELU, in)), -0.064340f, 0, 0.845796f);
        assertValues(run(x, (layers, in) -> layers.activation(Activation.GELU, in)), -0.045500f, 0, 0.841345f);
    }

    @Test
    void attention_equalKeys_averagesTheValuesThatArePermitted() {
        FloatTensor x = FloatTensor.of(new float[]{1, 1, 2, 2, 6, 6}, 1, 3, 2);

        assertValues(run(x, (layers, in) -> layers.attention(zeros(layers, in), zeros(layers, in), in, 2)),
                3, 3, 3, 3, 3, 3);
        assertValues(run(x, (layers, in) -> layers.causalAttention(zeros(layers, in), zeros(layers, in), in, 1)),
                1, 1, 1.5f, 1.5f, 3, 3);
    }

    private static Value zeros(Layers layers, Value like) {
        return layers.multiply(like, layers.graph().floats(0));
    }

    @Test
    void upsample_byTwoOrToASize_repeatsTheNearestPixel() {
        FloatTensor x = FloatTensor.of(new float[]{1, 2}, 1, 1, 1, 2);

        assertValues(run(x, Layers::upsample), 1, 1, 2, 2, 1, 1, 2, 2);
        assertValues(run(x, (layers, in) -> layers.upsample(in, layers.concat(3, in, layers.graph()
                .op("Slice",
                        List.of(in, layers.graph().integers(0), layers.graph().integers(1),
                                layers.graph().integers(3)))))),
                1, 1, 2);
    }

    @Test
    void image_ofTokens_isTheImageAgain() {
        FloatTensor x = FloatTensor.of(new float[]{1, 2, 3, 4, 5, 6}, 1, 2, 1, 3);

        assertValues(run(x, Layers::tokens), 1, 4, 2, 5, 3, 6);
        assertValues(run(x, (layers, in) -> layers.image(layers.tokens(in), in)), 1, 2, 3, 4, 5, 6);
    }

    @Test
    void weight_missingOrMisshapen_namesFileTensorFoundAndExpected() {
        checkpoint.add("fc.weight", Shape.of(2, 3), 1, 2, 3, 4, 5, 6)
                .add("ids", TensorType.I64, Shape.of(1), new byte[8]);
        FloatTensor x = FloatTensor.of(new float[3], 1, 3);

        assertThatThrownBy(() -> run(x, (layers, in) -> layers.linear("fc", in, 3, 2)))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_MODEL))
                .hasMessageContaining("model.safetensors must have a tensor fc.bias");
        assertThatThrownBy(() -> run(x, (layers, in) -> layers.linearWithoutBias("fc", in, 3, 5)))
                .hasMessageContaining("Tensor fc.weight of " + folder)
                .hasMessageContaining("the shape [5, 3] or [5, 3, 1, 1] that config.json asks for; found [2, 3]");
        assertThatThrownBy(() -> run(x, (layers, in) -> layers.weight("ids", Shape.of(1))))
                .hasMessageContaining("must be stored as F32, F16 or BF16; found I64");
    }

    @Test
    void requireAllUsed_tensorLeftOver_isNamed() throws IOException {
        checkpoint.add("a", Shape.of(1), 1).add("position_ids", Shape.of(1), 1).add("b.c", Shape.of(1), 1);
        Weights weights = weights();
        OnnxGraph graph = new OnnxGraph();
        new Layers(graph, weights).weight("a", Shape.of(1));

        assertThatThrownBy(() -> weights.requireAllUsed("position_ids"::equals))
                .hasMessageContaining("1 have none: b.c.");
        new Layers(graph, weights).in("b").weight("c", Shape.of(1));
        weights.requireAllUsed("position_ids"::equals);
    }

    private FloatTensor run(FloatTensor x, BiFunction<Layers, Value, Value> network) {
        OnnxGraph graph = new OnnxGraph();
        String[] dimensions = new String[x.shape().rank()];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = "d" + i;
        }
        try {
            Weights weights = weights();
            Value input = graph.input("x", OnnxType.FLOAT, dimensions);
            Value output = network.apply(new Layers(graph, weights), input);
            graph.output("y", output);
            return runSession(graph, weights, x);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static FloatTensor runSession(OnnxGraph graph, Weights weights, FloatTensor x) {
        try (OnnxSession session = OnnxSession.load("test", graph, weights, new SessionSettings(1))) {
            return session.run(Map.of("x", x), "y").getFirst();
        }
    }

    private Weights weights() throws IOException {
        return new Weights(Checkpoint.open(checkpoint.write(folder.resolve("model.safetensors"))));
    }

    private static void assertValues(FloatTensor actual, float... expected) {
        assertThat(actual.values()).containsExactly(expected, within(1e-5f));
    }
}
