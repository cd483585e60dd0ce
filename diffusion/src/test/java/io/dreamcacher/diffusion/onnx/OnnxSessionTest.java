package io.dreamcacher.diffusion.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.safetensors.Checkpoint;
import io.dreamcacher.diffusion.safetensors.SafetensorsBytes;
import io.dreamcacher.diffusion.safetensors.Shape;
import io.dreamcacher.diffusion.safetensors.WeightTensor;
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
