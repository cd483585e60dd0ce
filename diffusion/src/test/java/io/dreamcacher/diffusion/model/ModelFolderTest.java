package io.dreamcacher.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelFolderTest {
    @TempDir
    private Path folder;

    @Test
    void open_severalWeightFiles_takesFullPrecisionFirst() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{}");
        weights("diffusion_pytorch_model.fp16.safetensors", "half");
        assertThat(ModelFolder.open(folder).checkpoint().names()).containsExactly("half");
        weights("diffusion_pytorch_model.safetensors", "full");
        assertThat(ModelFolder.open(folder).checkpoint().names()).containsExactly("full");
        assertThat(ModelFolder.open(folder, "diffusion_pytorch_model.fp16.safetensors").checkpoint().names())
                .containsExactly("half");
    }

    @Test
    void open_halfPrecisionOnly_isTaken() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{}");
        weights("diffusion_pytorch_model.bf16.safetensors", "bfloat");

        assertThat(ModelFolder.open(folder).checkpoint().names()).containsExactly("bfloat");
    }

    @Test
    void open_sharded_followsTheIndex() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{}");
        weights("1.safetensors", "a");
        weights("2.safetensors", "b");
        Files.writeString(folder.resolve("diffusion_pytorch_model.safetensors.index.json"),
                "{\"weight_map\":{\"a\":\"1.safetensors\",\"b\":\"2.safetensors\"}}");

        assertThat(ModelFolder.open(folder).checkpoint().names()).containsExactly("a", "b");
    }

    @Test
    void open_halfPrecisionShards_followsTheIndexUnderEitherName() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{}");
        weights("model.fp16-00001-of-00002.safetensors", "a");
        weights("model.fp16-00002-of-00002.safetensors", "b");
        String index = "{\"weight_map\":{\"a\":\"model.fp16-00001-of-00002.safetensors\","
                + "\"b\":\"model.fp16-00002-of-00002.safetensors\"}}";
        for (String name : new String[]{"model.safetensors.index.fp16.json", "model.fp16.safetensors.index.json"}) {
            Path file = Files.writeString(folder.resolve(name), index);
            assertThat(ModelFolder.open(folder).checkpoint().names()).as(name).containsExactly("a", "b");
            Files.delete(file);
        }
    }

    @Test
    void isOtherCopy_filesOfTheFolder_thoseThatAreNotLoaded() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{}");
        weights("model.safetensors", "a");
        ModelFolder single = ModelFolder.open(folder);
        assertThat(Stream.of("model.fp16.safetensors", "model-00001-of-00002.safetensors",
                "model.safetensors.index.json", "model.safetensors.index.fp16.json")).allMatch(single::isOtherCopy);
        assertThat(Stream.of("model.safetensors", "config.json", "part.safetensors", "tokenizer.json"))
                .noneMatch(single::isOtherCopy);

        Files.delete(folder.resolve("model.safetensors"));
        Files.writeString(folder.resolve("model.safetensors.index.fp16.json"), "{}");
        ModelFolder sharded = ModelFolder.open(folder);
        assertThat(Stream.of("model-00001-of-00002.safetensors", "model.bf16.safetensors"))
                .allMatch(sharded::isOtherCopy);
        assertThat(Stream.of("model.fp16-00001-of-00002.safetensors", "model.safetensors.index.fp16.json"))
                .noneMatch(sharded::isOtherCopy);
    }

    @Test
    void open_noFolder_isNotFound() throws IOException {
        Path file = Files.writeString(folder.resolve("model.ckpt"), "");
        assertRefused(folder.resolve("none"), FailureCategory.NOT_FOUND, "none is not there");
        assertRefused(file, FailureCategory.NOT_FOUND, "model.ckpt is a file");
    }

    @Test
    void open_incompleteFolder_saysWhatIsMissing() throws IOException {
        assertRefused(folder, FailureCategory.BAD_MODEL, "must have a file " + folder.resolve("config.json"));
        Files.writeString(folder.resolve("config.json"), "{}");
        assertRefused(folder, FailureCategory.BAD_MODEL, "it has none. Check that the download is complete.");
        Files.writeString(folder.resolve("pytorch_model.bin"), "");
        assertRefused(folder, FailureCategory.BAD_MODEL, "it has pickled weights only (.bin, .ckpt)");
    }

    @Test
    void config_wrongJson_isNamed() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"a\": ");
        assertRefused(folder, FailureCategory.BAD_MODEL, "config.json must be readable JSON");
        Files.writeString(folder.resolve("config.json"), "[]");
        assertRefused(folder, FailureCategory.BAD_MODEL, "config.json must hold a JSON object; found []");
    }

    private static void assertRefused(Path path, FailureCategory category, String part) {
        assertThatThrownBy(() -> ModelFolder.open(path))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(category))
                .hasMessageContaining(part);
    }

    private void weights(String file, String tensor) throws IOException {
        new SafetensorsBytes().add(tensor, Shape.of(1), 1).write(folder.resolve(file));
    }
}
