package io.dreamcacher.diffusion.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxJavaType;
import io.dreamcacher.diffusion.model.Checkpoint;
import io.dreamcacher.diffusion.model.SafetensorsBytes;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.model.WeightTensor;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OnnxSessionTest {
    @TempDir
    private Path folder;

    @Test
    void load_weightsBehindASymbolicLink_areRead() throws IOException {
        Path blobs = Files.createDirectories(folder.resolve("blobs"));
        new SafetensorsBytes().add("w", Shape.of(1), 3).write(blobs.resolve("0123"));
        Path snapshot = Files.createDirectories(folder.resolve("snapshots/main"));
        Path link = Files.createSymbolicLink(snapshot.resolve("model.safetensors"), Path.of("../../blobs/0123"));

        try (OnnxSession session = timesWeight(new Weights(Checkpoint.open(link)))) {
            assertThat(session.run(Map.of("x", FloatTensor.of(new float[]{5}, 1)), "y").getFirst().values())
                    .containsExactly(15);
        }
    }

    @Test
    void load_weightMadeFromTheStoredOne_countsInsteadOfIt() throws IOException {
        Checkpoint stored = Checkpoint
                .open(new SafetensorsBytes().add("w", Shape.of(1), 3).write(folder.resolve("model.safetensors")));
        WeightTensor.Made doubled = new WeightTensor.Made(Shape.of(1), () -> {
            float[] values = stored.tensor("w").floats();
            values[0] *= 2;
            return values;
        });

        try (OnnxSession session = timesWeight(
                new Weights(stored.with(Map.of("w", doubled, "not asked for", doubled))))) {
            assertThat(session.run(Map.of("x", FloatTensor.of(new float[]{5}, 1)), "y").getFirst().values())
                    .containsExactly(30);
        }
    }

    @Test
    void run_afterClose_isRefused() throws IOException {
        Path file = new SafetensorsBytes().add("w", Shape.of(1), 3).write(folder.resolve("model.safetensors"));
        OnnxSession session = timesWeight(new Weights(Checkpoint.open(file)));
        session.close();
        session.close();

        assertThatThrownBy(() -> session.run(Map.of("x", FloatTensor.of(new float[]{5}, 1)), "y"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The session of test is closed");
    }

    /** Exporters declare a scalar timestep, 32-bit token ids and half-precision images as they like. */
    @Test
    void run_graphOfOtherTypes_convertsToThem() throws IOException {
        OnnxGraph graph = new OnnxGraph();
        Value time = graph.input("time", OnnxType.INT64);
        Value ids = graph.input("ids", OnnxType.INT32, "n");
        Value half = graph.input("half", OnnxType.FLOAT16, "n");
        Value bfloat = graph.input("bfloat", OnnxType.BFLOAT16, "n");
        Attribute toFloat = Attribute.of("to", OnnxType.FLOAT.number());
        graph.output("time_shape", graph.op("Cast", List.of(graph.op("Shape", List.of(time))), toFloat));
        graph.output("time_out", graph.op("Cast", List.of(time), toFloat));
        graph.output("ids_out", graph.op("Cast", List.of(ids), toFloat), "n");
        graph.output("half_out", graph.op("Cast", List.of(half), toFloat), "n");
        graph.output("bfloat_out", graph.op("Cast", List.of(bfloat), toFloat), "n");
        Path file = ExportWriter.write(graph, folder.resolve("model.onnx"));

        try (OnnxSession session = OnnxSession.open("test", file, new SessionSettings(1))) {
            FloatTensor values = FloatTensor.of(new float[]{0.1f, 3.9999f}, 2);
            List<FloatTensor> out = session.run(Map.of("time", FloatTensor.of(new float[]{981}, 1), "ids",
                    new LongTensor(Shape.of(2), new long[]{49406, 7}), "half", values, "bfloat", values),
                    "time_shape", "time_out", "ids_out", "half_out", "bfloat_out");
            assertThat(out.get(0).values()).isEmpty();
            assertThat(out.get(1).values()).containsExactly(981);
            assertThat(out.get(2).values()).containsExactly(49406, 7);
            assertThat(out.get(3).values()).containsExactly(Float.float16ToFloat(Float.floatToFloat16(0.1f)), 4);
            assertThat(out.get(4).values()).containsExactly(0.100097656f, 4);
        }
    }

    @Test
    void run_sizeThatWasNotExported_isABadRequest() {
        Signature signature = new Signature("the U-Net", Map.of("sample",
                new Signature.Declared(OnnxJavaType.FLOAT, List.of(-1L, 4L, 64L, 64L))), Map.of());

        assertThat(signature.input("sample", Shape.of(2, 4, 64, 64)).type()).isEqualTo(OnnxJavaType.FLOAT);
        assertThatThrownBy(() -> signature.input("sample", Shape.of(2, 4, 32, 64)))
                .isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("the U-Net was made for a sample of the sizes [-1, 4, 64, 64]")
                .hasMessageContaining("found [2, 4, 32, 64]");
    }

    @Test
    void load_operatorThatDoesNotExist_isABadModel() throws IOException {
        Path file = new SafetensorsBytes().add("w", Shape.of(1), 3).write(folder.resolve("model.safetensors"));
        OnnxGraph graph = new OnnxGraph();
        graph.output("y", graph.op("NoSuchOperator", List.of(graph.input("x", OnnxType.FLOAT, "n"))), "n");
        Weights weights = new Weights(Checkpoint.open(file));

        assertThatThrownBy(() -> OnnxSession.load("test", graph, weights, new SessionSettings(1)))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_MODEL))
                .hasMessageContaining("ONNX Runtime must accept the graph of test")
                .hasMessageContaining("NoSuchOperator");
    }

    private static OnnxSession timesWeight(Weights weights) {
        OnnxGraph graph = new OnnxGraph();
        Layers layers = new Layers(graph, weights);
        Value x = graph.input("x", OnnxType.FLOAT, "n");
        graph.output("y", layers.multiply(x, layers.weight("w", Shape.of(1))), "n");
        return OnnxSession.load("test", graph, weights, new SessionSettings(1));
    }
}
