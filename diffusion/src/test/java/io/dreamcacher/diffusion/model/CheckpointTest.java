package io.dreamcacher.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CheckpointTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeShards() throws IOException {
        new SafetensorsBytes().add("a", Shape.of(1), 1f).write(folder.resolve("1.safetensors"));
        new SafetensorsBytes().add("b", Shape.of(1), 2f).write(folder.resolve("2.safetensors"));
    }

    @Test
    void open_shards_findsEveryTensorInItsFile() throws IOException {
        Checkpoint checkpoint = index("{'weight_map':{'b':'2.safetensors','a':'1.safetensors'}}");

        assertThat(checkpoint.names()).containsExactly("a", "b");
        assertThat(checkpoint.tensor("b").floats()).containsExactly(2f);
        assertThat(checkpoint.realFolder()).isEqualTo(folder.toRealPath());
    }

    @Test
    void realFolder_linkedShards_isTheInnermostCommonOne() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("blobs/x/y"));
        Files.move(folder.resolve("2.safetensors"), deep.resolve("blob"));
        Files.createSymbolicLink(folder.resolve("2.safetensors"), deep.resolve("blob"));

        assertThat(index("{'weight_map':{'b':'2.safetensors','a':'1.safetensors'}}").realFolder())
                .isEqualTo(folder.toRealPath());
        assertThat(Checkpoint.open(folder.resolve("2.safetensors")).realFolder()).isEqualTo(deep.toRealPath());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'weight_map':{'a':'1.safetensors','c':'2.safetensors'}}|Tensor c must be in",
            "{'weight_map':{'a':'1.safetensors','b':'3.safetensors'}}|3.safetensors is missing. Complete the download.",
            "{'weight_map':{'a':'../1.safetensors'}}|must name a file beside it for tensor a",
            "{'weight_map':[]}|must have an object weight_map",
            "{'weight_map'|must be readable JSON"})
    void open_indexThatDisagrees_isRefused(String index, String message) {
        assertThatThrownBy(() -> index(index)).isInstanceOf(DreamCacherException.class).hasMessageContaining(message);
    }

    @Test
    void open_tensorOfAShardThatIsNotListed_isRefused() throws IOException {
        new SafetensorsBytes().add("a", Shape.of(1), 1f)
                .add("extra", Shape.of(1), 1f)
                .write(folder.resolve("1.safetensors"));

        assertThatThrownBy(() -> index("{'weight_map':{'a':'1.safetensors'}}"))
                .hasMessageContaining("Tensor extra of")
                .hasMessageContaining("must be listed");
    }

    @Test
    void tensor_missing_namesFileAndTensor() {
        assertThatThrownBy(() -> Checkpoint.open(folder.resolve("1.safetensors")).tensor("x"))
                .hasMessageContaining("1.safetensors must have a tensor x; it has 1 others");
    }

    private Checkpoint index(String json) throws IOException {
        return Checkpoint.open(
                Files.writeString(folder.resolve("model.safetensors.index.json"), json.replace('\'', '"')));
    }
}
