package io.dreamcacher.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.diffusion.GoldenFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelFingerprintTest {
    /** printf 'config.json\0SHA\nmodel.safetensors\0SHA\n' | sha256sum, each SHA by sha256sum of "{}" and "weights". */
    private static final String EXPECTED = "9ec0cdbf409d290232d4880f3811897c2575ea24bc891a672ba9b1e4b6e9d9f5";

    @TempDir
    private Path model;
    @TempDir
    private Path cache;

    @BeforeEach
    void writeModel() throws IOException {
        Files.writeString(model.resolve("config.json"), "{}");
        Files.writeString(model.resolve("model.safetensors"), "weights");
    }

    @Test
    void of_folder_isTheHashOverSortedNamesAndHashes() {
        assertThat(fingerprint()).isEqualTo(EXPECTED);
        assertThat(fingerprint()).isEqualTo(EXPECTED);
    }

    @Test
    void of_filesThatAreNotTheModel_doNotCount() throws IOException {
        Files.writeString(model.resolve("README.md"), "hello");
        Files.writeString(model.resolve("dreamcacher.json"), "{}");
        Files.writeString(model.resolve("calibration.json"), "{}");
        Files.writeString(model.resolve(".hidden.json"), "{}");

        assertThat(fingerprint()).isEqualTo(EXPECTED);
    }

    @Test
    void of_anyModelFileChanged_isAnother() throws IOException {
        Files.writeString(model.resolve("vocab.json"), "{}");
        String withVocabulary = fingerprint();
        Files.writeString(model.resolve("model.safetensors"), "weightz");
        Files.setLastModifiedTime(model.resolve("model.safetensors"), FileTime.fromMillis(1));

        assertThat(withVocabulary).isNotEqualTo(EXPECTED);
        assertThat(fingerprint()).isNotEqualTo(withVocabulary).isNotEqualTo(EXPECTED);
    }

    /** Same size, same time, other bytes: only a hash that is not computed again stays the same. */
    @Test
    void of_knownFile_isNotReadAgain() throws IOException {
        FileTime time = Files.getLastModifiedTime(model.resolve("model.safetensors"));
        fingerprint();
        Files.writeString(model.resolve("model.safetensors"), "WEIGHTS");
        Files.setLastModifiedTime(model.resolve("model.safetensors"), time);

        assertThat(fingerprint()).isEqualTo(EXPECTED);
    }

    @Test
    void of_brokenCache_isComputedAgain() throws IOException {
        fingerprint();
        Files.write(cache.resolve("hashes.txt"), new byte[]{(byte) 0xFF, ' ', (byte) 0xFE});
        assertThat(fingerprint()).isEqualTo(EXPECTED);
        Files.write(cache.resolve("hashes.txt"), List.of("nothing", "x 1 2 3"), StandardCharsets.UTF_8);
        assertThat(fingerprint()).isEqualTo(EXPECTED);
    }

    @Test
    void of_cacheThatCannotBeWritten_stillAnswers() throws IOException {
        Path file = Files.writeString(cache.resolve("file"), "");

        assertThat(new ModelFingerprint(file).of(new Model.Clip(model))).isEqualTo(EXPECTED);
    }

    @Test
    void of_repository_coversEveryComponent() {
        ModelFingerprint fingerprints = new ModelFingerprint(cache);
        String postcards = fingerprints.of(DiffusersRepository.open(GoldenFiles.postcards().resolve("sd")));

        assertThat(postcards).matches("[0-9a-f]{64}")
                .isNotEqualTo(fingerprints.of(Model.open(GoldenFiles.postcards().resolve("clip"))));
        assertThat(cache.resolve("hashes.txt")).content()
                .contains("unet/diffusion_pytorch_model.safetensors", "tokenizer/merges.txt",
                        "scheduler/scheduler_config.json", "sd/model_index.json")
                .doesNotContain("dreamcacher.json");
    }

    private String fingerprint() {
        return new ModelFingerprint(cache).of(new Model.Clip(model));
    }
}
