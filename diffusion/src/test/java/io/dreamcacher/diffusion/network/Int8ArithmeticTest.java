package io.dreamcacher.diffusion.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.model.Checkpoint;
import io.dreamcacher.diffusion.model.SafetensorsBytes;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.network.SessionSettings.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rounded layers give what exact ones give, up to the rounding: both sides have 255 steps, so about 1 % of a sum. */
final class Int8ArithmeticTest {
    private static final double TOLERANCE = 0.015;

    private final Random random = new Random(3);
    private final SafetensorsBytes checkpoint = new SafetensorsBytes();
    @TempDir
    private Path folder;

    @Test
    void linear_randomNumbers_areCloseToExact() throws IOException {
        add("fc.weight", 48, 64);
        add("fc.bias", 48);
        FloatTensor x = tensor(2, 5, 64);

        assertClose(x, (layers, in) -> layers.linear("fc", in, 64, 48));
        assertClose(x, (layers, in) -> layers.linearWithoutBias("fc", in, 64, 48));
    }

    @Test
    void linearParts_ofAProduct_areItsParts() throws IOException {
        add("fc.weight", 96, 64);
        add("fc.bias", 96);
        FloatTensor x = tensor(3, 64);

        assertClose(x, (layers, in) -> {
            var parts = layers.linearParts("fc", in, 64, 96, 3);
            return layers.concat(-1, parts.get(0), parts.get(1), parts.get(2));
        });
        assertThat(run(x, Precision.EXACT, (layers, in) -> layers.linearParts("fc", in, 64, 96, 2).get(1)).shape())
                .isEqualTo(Shape.of(3, 48));
        assertThat(deviation(
                run(x, Precision.EXACT, (layers, in) -> layers.concat(-1,
                        layers.linearParts("fc", in, 64, 96, 2).toArray(Value[]::new))),
                run(x, Precision.EXACT, (layers, in) -> layers.linear("fc", in, 64, 96)))).isLessThan(1e-6);
    }

    static Stream<Kernel> kernels() {
        return Stream.of(Kernel.POINT, Kernel.SAME, Kernel.HALVE, Kernel.HALVE_PADDED_AFTER);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void conv_anyKernelAndOddSizes_isCloseToExact(Kernel kernel) throws IOException {
        add("c.weight", 40, 32, kernel.size(), kernel.size());
        add("c.bias", 40);

        assertClose(tensor(2, 32, 7, 10), (layers, in) -> layers.conv("c", in, kernel, 32, 40));
        assertClose(tensor(1, 32, 6, 5), (layers, in) -> layers.convWithoutBias("c", in, kernel, 32, 40));
    }

    @Test
    void layers_withFewChannelsOrAskedToBeExact_areExact() throws IOException {
        add("c.weight", 4, 32, 3, 3);
        add("c.bias", 4);
        add("fc.weight", 64, 64);
        add("fc.bias", 64);
        FloatTensor image = tensor(1, 32, 4, 4);
        FloatTensor x = tensor(2, 64);

        assertSame(image, (layers, in) -> layers.conv("c", in, Kernel.SAME, 32, 4));
        assertSame(x, (layers, in) -> layers.exact().linear("fc", in, 64, 64));
    }

    @Test
    void fast_withoutACacheFolder_isAProgrammingMistake() throws IOException {
        add("fc.weight", 64, 64);
        OnnxGraph graph = new OnnxGraph();
        Weights weights = weights();
        Layers layers = new Layers(graph, weights, Precision.FAST);
        graph.output("y", layers.linearWithoutBias("fc", graph.input("x", OnnxType.FLOAT, "a", "b"), 64, 64));

        assertThatThrownBy(() -> OnnxSession.load("test", graph, weights, new SessionSettings(1)))
                .hasMessage("The precision fast needs a cache folder: SessionSettings.withCacheFolder(...)");
    }

    private void add(String name, long... sizes) {
        checkpoint.add(name, Shape.of(sizes), tensor(sizes).values());
    }

    private FloatTensor tensor(long... sizes) {
        float[] values = new float[Math.toIntExact(Shape.of(sizes).elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return FloatTensor.of(values, sizes);
    }

    private void assertClose(FloatTensor x, BiFunction<Layers, Value, Value> network) throws IOException {
        FloatTensor exact = run(x, Precision.EXACT, network);
        FloatTensor fast = run(x, Precision.FAST, network);
        assertThat(fast.shape()).isEqualTo(exact.shape());
        assertThat(deviation(fast, exact)).isBetween(1e-5, TOLERANCE); // some: else nothing was rounded
    }

    private void assertSame(FloatTensor x, BiFunction<Layers, Value, Value> network) throws IOException {
        assertThat(run(x, Precision.FAST, network).values()).containsExactly(run(x, Precision.EXACT, network).values());
    }

    /** Root of the mean squared difference, as a share of the values'. */
    private static double deviation(FloatTensor found, FloatTensor expected) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < expected.values().length; i++) {
            difference += Math.pow(found.values()[i] - expected.values()[i], 2);
            size += Math.pow(expected.values()[i], 2);
        }
        return Math.sqrt(difference / size);
    }

    private FloatTensor run(FloatTensor x, Precision precision, BiFunction<Layers, Value, Value> network)
            throws IOException {
        OnnxGraph graph = new OnnxGraph();
        Weights weights = weights();
        String[] dimensions = Stream.of("a", "b", "c", "d").limit(x.shape().rank()).toArray(String[]::new);
        Value input = graph.input("x", OnnxType.FLOAT, dimensions);
        graph.output("y", network.apply(new Layers(graph, weights, precision), input));
        SessionSettings settings = new SessionSettings(1).withCacheFolder(folder.resolve("cache"));
        try (OnnxSession session = OnnxSession.load("test", graph, weights, settings)) {
            return session.run(Map.of("x", x), "y").getFirst();
        }
    }

    private Weights weights() throws IOException {
        return new Weights(Checkpoint.open(checkpoint.write(folder.resolve("model.safetensors"))));
    }
}
