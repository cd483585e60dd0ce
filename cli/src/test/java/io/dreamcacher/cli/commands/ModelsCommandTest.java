package io.dreamcacher.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.testkit.GoldenData;
import io.dreamcacher.testkit.hub.FakeHub;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The commands about models, with a hub on the loopback interface. */
class ModelsCommandTest {
    private static final Path CLIP = Path.of("../models/postcards/clip");
    private static final String NAME = "openai/clip";

    @TempDir
    private static Path cache;

    @TempDir
    private Path folder;

    private final FakeHub hub = FakeHub.start();

    @AfterEach
    void stop() {
        hub.close();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(cache,
                Map.of("HF_ENDPOINT", hub.endpoint().toString(), "HF_HUB_CACHE", folder.toString()), arguments);
    }

    private Path pull() {
        hub.putFolder(NAME, CLIP).put(NAME, "README.md", "---\nlicense: mit\ntags:\n- x\n---\n# CLIP\n");
        CommandRun run = run("models", "pull", NAME, "--json");
        assertThat(run.code()).as(run.err()).isZero();
        return Path.of(run.json().path("path").asString());
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return to;
    }

    @Test
    void models_emptyCache_listsTheBundledOne() {
        JsonNode models = run("models", "--json").json().path("models");

        assertThat(models.size()).isEqualTo(1);
        assertThat(models.path(0).path("name").asString()).isEqualTo("postcards");
        assertThat(models.path(0).path("family").asString()).isEqualTo("SD_1");
        assertThat(models.path(0).path("sizeBytes").asLong()).isGreaterThan(10_000_000);
        assertThat(models.path(0).path("licence").asString()).isEqualTo("apache-2.0");
    }

    @Test
    void pull_then_everyCommandKnowsTheModel() {
        Path path = pull();

        CommandRun list = run("models", CLIP.toString());
        assertThat(list.out()).containsPattern("openai/clip +CLIP +.*MB .*mit  " + hub.commit(NAME).substring(0, 12))
                .contains(CLIP.toString());
        JsonNode shown = run("models", "show", NAME, "--json").json();
        assertThat(shown.path("model").path("path").asString()).isEqualTo(path.toString());
        assertThat(shown.path("model").path("licence").asString()).isEqualTo("mit");
        assertThat(shown.path("model").path("revision").asString()).isEqualTo(hub.commit(NAME));
        assertThat(shown.path("parts").path(0).path("className").asString()).isEqualTo("CLIPModel");
        assertThat(shown.path("fingerprint").asString()).matches("[0-9a-f]{64}");
        CommandRun verified = run("models", "verify", NAME);
        assertThat(verified.code()).as(verified.err()).isZero();
        assertThat(verified.out()).contains("ok   model.safetensors", "ok   image tower", "is whole: ",
                "files is known");
    }

    @Test
    void pull_variant_isDrawnWithAndGivesWayToFullPrecision() throws IOException {
        Path golden = GoldenData.of("tiny-sd1");
        hub.putFolder("tiny/sd1", golden);
        String path = run("models", "pull", "tiny/sd1", "--variant", "fp16", "--json").json().path("path").asString();
        int asked = hub.requests().size();

        CommandRun half = run("models", "show", "tiny/sd1");
        CommandRun drawn = run("generate", "a cat", "--model", path, "--clip", "postcards", "--size", "64x64",
                "--steps", "2", "--data", folder.resolve("data").toString(), "-o",
                folder.resolve("cat.png").toString());

        assertThat(half.out()).containsPattern("unet .* of F16").containsPattern("vae .* of F32");
        assertThat(drawn.code()).as(drawn.err()).isZero();
        assertThat(folder.resolve("cat.png")).isNotEmptyFile();
        assertThat(hub.requests()).hasSize(asked);
        assertThat(run("models", "pull", "tiny/sd1").code()).isZero();
        assertThat(run("models", "show", "tiny/sd1").out()).containsPattern("unet .* of F32");
        assertThat(fingerprint("tiny/sd1")).as("other copies do not count").isEqualTo(fingerprint(withoutHalf()));
    }

    private String fingerprint(String model) {
        return run("models", "show", model, "--json").json().path("fingerprint").asString();
    }

    private String withoutHalf() throws IOException {
        Path copy = copy(GoldenData.of("tiny-sd1"), folder.resolve("full"));
        Files.delete(copy.resolve("unet/diffusion_pytorch_model.fp16.safetensors"));
        return copy.toString();
    }

    @Test
    void show_postcards_saysHowItIsUsed() {
        CommandRun run = run("models", "show", "postcards");

        assertThat(run.out()).contains("SD 1.x", "unet", "UNet2DConditionModel", "scheduler", "defaults",
                "fingerprint");
    }

    @Test
    void verify_postcards_checksBothModels() {
        JsonNode checks = run("models", "verify", "postcards", "--json").json().path("checks");

        assertThat(checks.findValuesAsString("part")).contains("unet/diffusion_pytorch_model.safetensors", "unet",
                "vae", "text tower", "image tower");
    }

    @Test
    void verify_fileOfTheCacheChanged_isFour() throws IOException {
        Path weights = pull().resolve("model.safetensors").toRealPath();
        try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
            file.seek(file.length() - 1);
            file.write(99);
        }

        CommandRun run = run("models", "verify", NAME);

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.out()).contains("BAD  model.safetensors", "1 of ");
        assertThat(run.err()).contains("must hash to").contains("pull the model again").hasLineCount(1);
    }

    @Test
    void verify_blobRemoved_saysWhichFile() throws IOException {
        Files.delete(pull().resolve("vocab.json").toRealPath());

        CommandRun run = run("models", "verify", NAME);

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.out()).contains("BAD  vocab.json");
        assertThat(run.err()).contains("vocab.json");
    }

    @Test
    void verify_weightsCutShort_saysSo() throws IOException {
        Path copy = copy(CLIP, folder.resolve("clip"));
        try (RandomAccessFile file = new RandomAccessFile(copy.resolve("model.safetensors").toFile(), "rw")) {
            file.setLength(file.length() - 100);
        }

        CommandRun run = run("models", "verify", copy.toString());

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("model.safetensors must end within");
    }

    @Test
    void verify_configOfAnotherNetwork_saysSo() throws IOException {
        Path copy = copy(Path.of("../models/postcards/sd"), folder.resolve("sd"));
        Path config = copy.resolve("unet/config.json");
        Files.writeString(config, Files.readString(config)
                .replaceFirst("\"layers_per_block\": \\d+",
                        "\"layers_per_block\": 9"));

        CommandRun run = run("models", "verify", copy.toString());

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.out()).contains("BAD  unet", "ok   vae");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-sd1", "tiny-sd2", "tiny-sdxl", "tiny-clip", "tiny-sd1-old-vae/vae"})
    void verify_tinyRepository_isWhole(String name) {

        CommandRun run = run("models", "verify", GoldenData.of(name).toString());

        assertThat(run.code()).as(run.err()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"tiny-sd1, SD_1, F32", "tiny-sd2, SD_2, F32", "tiny-sdxl, SDXL, F32", "tiny-clip, CLIP, BF16",
            "tiny-sd1-old-vae/vae, VAE, F32"})
    void show_tinyRepository_knowsItsFamily(String name, String family, String precision) {

        JsonNode model = run("models", "show", GoldenData.of(name).toString(), "--json").json().path("model");

        assertThat(model.path("family").asString()).isEqualTo(family);
        assertThat(model.path("precision").path(0).asString()).isEqualTo(precision);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            models pull nobody/nothing       | 2 | does not exist
            models pull nothing              | 2 | owner/name
            models pull                      | 2 | NAME
            models show nobody/nothing       | 3 | models pull nobody/nothing
            models verify nobody/nothing     | 3 | models pull nobody/nothing
            models show nothing              | 3 | there is nothing at nothing
            models show src                  | 4 | model_index.json
            models verify src                | 4 | model_index.json
            models src                       | 4 | model_index.json
            """)
    void models_badInput_isOneSentenceAndACode(String line, int code, String said) {
        CommandRun run = run(line.split(" ", -1));

        assertThat(run.err()).contains(said).doesNotContain("\tat ").hasLineCount(1);
        assertThat(run.code()).as(run.err()).isEqualTo(code);
    }

    @Test
    void models_otherUsesOfTheCache_areLeftOut() {
        hub.put("some/language-model", "config.json", "{\"architectures\": [\"GPT2LMHeadModel\"]}")
                .put("some/language-model", "model.safetensors", "x");
        run("models", "pull", "some/language-model");

        assertThat(run("models", "--json").json().path("models").size()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1500, 2 kB", "39400000, 39.4 MB", "4265000000, 4.27 GB"})
    void said_bytes_areThoseOfDisks(long bytes, String said) {
        assertThat(Bytes.said(bytes)).isEqualTo(said);
    }
}
