package io.dreamcacher.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WeightTensorTest {
    @TempDir
    private Path folder;

    @Test
    void rows_ofATable_areThoseRowsOfTheFile() throws IOException {
        WeightTensor.Stored table = table();

        assertThat(table.rows(1, 2).shape()).isEqualTo(Shape.of(2, 2));
        assertThat(table.rows(1, 2).floats()).containsExactly(3, 4, 5, 6);
        assertThat(table.rows(1, 2).rows(1, 1).floats()).containsExactly(5, 6);
    }

    @Test
    void rows_beyondTheTable_areRefused() throws IOException {
        WeightTensor.Stored table = table();

        assertThatThrownBy(() -> table.rows(2, 2)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("table of shape [3, 2] has no 2 rows from row 2 on");
    }

    @Test
    void floats_madeInTheWrongNumber_isRefused() {
        WeightTensor made = new WeightTensor.Made(Shape.of(2), () -> new float[3]);

        assertThatThrownBy(made::floats).isInstanceOf(IllegalStateException.class);
    }

    private WeightTensor.Stored table() throws IOException {
        Path file = new SafetensorsBytes().add("before", Shape.of(1), 9)
                .add("table", Shape.of(3, 2), 1, 2, 3, 4, 5, 6)
                .write(folder.resolve("t.safetensors"));
        return (WeightTensor.Stored) Checkpoint.open(file).tensor("table");
    }
}
