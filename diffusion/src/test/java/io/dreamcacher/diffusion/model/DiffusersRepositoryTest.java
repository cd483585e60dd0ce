package io.dreamcacher.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.model.ModelRepository.Kind;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.request.ImageSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DiffusersRepositoryTest {
    @TempDir
    private Path folder;

    @Test
    void open_postcards_readsComponentsAndSettings() {
        Path path = GoldenFiles.postcards().resolve("sd");
        DiffusersRepository repository = DiffusersRepository.open(path);

        assertThat(repository.kind()).isEqualTo(Kind.STABLE_DIFFUSION);
        assertThat(repository.components()).containsExactly("scheduler", "text_encoder", "tokenizer", "unet", "vae");
        assertThat(repository.settings().steps()).isEqualTo(20);
        assertThat(repository.settings().guidanceScale()).isEqualTo(3.0);
        assertThat(repository.settings().size()).contains(new ImageSize(128, 128));
        assertThat(repository.settings().clip()).contains(GoldenFiles.postcards().resolve("clip"));
        assertThat(repository.settings().scheduler()).isEmpty();
        assertThat(repository.network("vae").config().number("scaling_factor", 0)).isEqualTo(0.89208);
    }

    @Test
    void open_repositoryWithoutSettings_hasThoseOfDiffusers() throws IOException {
        index("{\"_class_name\": \"StableDiffusionXLPipeline\"}");
        DiffusersRepository repository = DiffusersRepository.open(folder);

        assertThat(repository.kind()).isEqualTo(Kind.STABLE_DIFFUSION_XL);
        assertThat(repository.settings().steps()).isEqualTo(50);
        assertThat(repository.settings().guidanceScale()).isEqualTo(7.5);
        assertThat(repository.settings().size()).isEmpty();
        assertThatThrownBy(() -> repository.network("vae"))
                .hasMessageContaining("vae is missing. Check that the download");
    }

    @Test
    void open_notARepository_saysWhatItIs() throws IOException {
        assertThatThrownBy(() -> DiffusersRepository.open(folder.resolve("none")))
                .hasMessageContaining("A model must be a folder with model_index.json")
                .hasMessageContaining("not there");
        assertThatThrownBy(() -> DiffusersRepository.open(folder)).hasMessageContaining("has none. Check that it is");
        Files.writeString(folder.resolve("config.json"), "{}");
        assertThatThrownBy(() -> DiffusersRepository.open(folder)).hasMessageContaining("a CLIP is given as --clip");
        index("{\"_class_name\": \"FluxPipeline\"}");
        assertThatThrownBy(() -> DiffusersRepository.open(folder)).hasMessageContaining("_class_name in")
                .hasMessageContaining(
                        "must be StableDiffusionPipeline or StableDiffusionXLPipeline; found \"FluxPipeline\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"step\": 5}|must be among", "{\"steps\": 0}|steps in",
            "{\"guidanceScale\": -1}|guidanceScale in", "{\"guidanceScale\": \"NaN\"}|guidanceScale in",
            "{\"width\": 512}|height in"})
    void open_wrongSettings_areNamed(String settings, String part) throws IOException {
        index("{\"_class_name\": \"StableDiffusionPipeline\"}");
        Files.writeString(folder.resolve("dreamcacher.json"), settings);

        assertThatThrownBy(() -> DiffusersRepository.open(folder)).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining(part)
                .hasMessageContaining("dreamcacher.json");
    }

    private void index(String json) throws IOException {
        Files.writeString(folder.resolve("model_index.json"), json);
    }
}
