package io.dreamcacher.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.model.SafetensorsFile.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SafetensorsWriterTest {
    @TempDir
    private Path folder;

    @Test
    void write_tensorsInPieces_areReadBack() throws IOException {
        Path file = folder.resolve("model.safetensors");
        new SafetensorsWriter(Map.of("format", "pt")).add("a", TensorType.F32, Shape.of(2, 1), sink -> {
            sink.write(floats(1));
            sink.write(floats(2));
        }).add("b", TensorType.I8, Shape.of(3), sink -> sink.write(ByteBuffer.wrap(new byte[]{7, 8, 9}))).write(file);

        SafetensorsFile read = SafetensorsFile.open(file);
        assertThat(read.floats("a")).containsExactly(1, 2);
        assertThat(read.tensor("a").shape()).isEqualTo(Shape.of(2, 1));
        assertThat(read.tensor("a").offset()).isEqualTo(Files.size(file) - 11).isGreaterThan(0);
        assertThat(read.tensor("b").type()).isEqualTo(TensorType.I8);
    }

    @Test
    void write_tensorOfAnotherLength_isRefused() {
        SafetensorsWriter writer = new SafetensorsWriter(Map.of())
                .add("a", TensorType.F32, Shape.of(2), sink -> sink.write(floats(1)));

        assertThatThrownBy(() -> writer.write(folder.resolve("x"))).hasMessage("Tensor a must have 8 bytes; it gave 4");
        assertThatThrownBy(() -> writer.add("a", TensorType.F32, Shape.of(2), sink -> {}))
                .hasMessage("A file has one tensor of a name; a is there already");
    }

    private static ByteBuffer floats(float value) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).flip();
    }
}
