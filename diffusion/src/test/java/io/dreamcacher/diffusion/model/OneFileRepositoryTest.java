package io.dreamcacher.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.model.ModelRepository.Kind;
import io.dreamcacher.diffusion.network.AutoencoderKl;
import io.dreamcacher.diffusion.network.AutoencoderKl.LatentMoments;
import io.dreamcacher.diffusion.network.ClipTextModel;
import io.dreamcacher.diffusion.network.ClipTextModel.TextStates;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.network.RandomTensors;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.network.UNet2DConditionModel;
import io.dreamcacher.diffusion.network.UNet2DConditionModel.Conditions;
import io.dreamcacher.diffusion.network.UNet2DConditionModel.Sizes;
import io.dreamcacher.diffusion.scheduler.Scheduler;
import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OneFileRepositoryTest {
    private static final SessionSettings SETTINGS = new SessionSettings(1);

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @CsvSource({"tiny-sd1,STABLE_DIFFUSION_1", "tiny-sd2,STABLE_DIFFUSION_2", "tiny-sdxl,STABLE_DIFFUSION_XL"})
    void networks_writtenFromARepository_holdTheSameNumbers(String name, OriginalFamily family) throws IOException {
        DiffusersRepository folder = DiffusersRepository.open(GoldenFiles.shared(name));
        OneFileRepository file = oneFile(name, family);

        assertThat(file.kind()).isEqualTo(folder.kind());
        for (String component : networks(folder)) {
            Checkpoint actual = file.network(component).checkpoint();
            Checkpoint expected = folder.network(component).checkpoint();
            assertThat(actual.names()).as(component).containsExactlyElementsOf(expected.names());
            for (String tensor : expected.names()) {
                if (tensor.endsWith("position_ids")) {
                    continue; // whole numbers, which no network reads
                }
                assertThat(actual.tensor(tensor).floats()).as(tensor).isEqualTo(expected.tensor(tensor).floats());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"tiny-sd1,STABLE_DIFFUSION_1", "tiny-sd2,STABLE_DIFFUSION_2", "tiny-sdxl,STABLE_DIFFUSION_XL"})
    void results_writtenFromARepository_areBitEqual(String name, OriginalFamily family) throws IOException {
        ModelRepository folder = DiffusersRepository.open(GoldenFiles.shared(name));
        ModelRepository file = oneFile(name, family);

        assertThat(latents(file)).isDeepEqualTo(latents(folder));
        assertThat(prediction(file, name)).isEqualTo(prediction(folder, name));
        for (int i = 0; i < folder.tokenizers().size(); i++) {
            int[] ids = folder.tokenizers().get(i).encode("a red house, wow!").paddedIds();
            assertThat(file.tokenizers().get(i).encode("a red house, wow!").paddedIds()).isEqualTo(ids);
            String encoder = i == 0 ? "text_encoder" : "text_encoder_2";
            assertThat(states(file, encoder, ids)).isDeepEqualTo(states(folder, encoder, ids));
        }
        assertThat(file.scheduler().kind()).isEqualTo(folder.scheduler().kind());
        assertThat(timesteps(file)).isEqualTo(timesteps(folder));
        assertThat(file.schedulerSettings().text("prediction_type").orElse("epsilon"))
                .isEqualTo(folder.schedulerSettings().text("prediction_type").orElse("epsilon"));
    }

    @Test
    void open_namedByAnyRepository_isRecognised() throws IOException {
        OneFileRepository file = oneFile("tiny-sd1", OriginalFamily.STABLE_DIFFUSION_1);

        assertThat(ModelRepository.open(file.path())).isInstanceOf(OneFileRepository.class);
        assertThat(ModelRepository.open(GoldenFiles.shared("tiny-sd1"))).isInstanceOf(DiffusersRepository.class);
    }

    @Test
    void files_configsGiven_areOfTheIdentityAndTheNameIsNot() throws IOException {
        OneFileRepository file = oneFile("tiny-sd1", OriginalFamily.STABLE_DIFFUSION_1);
        ModelFingerprint fingerprints = new ModelFingerprint(temporary.resolve("cache"));
        String fingerprint = fingerprints.of(file);
        Files.move(file.path(), temporary.resolve("other.safetensors"));
        Files.move(temporary.resolve("model.config"), temporary.resolve("other.config"));
        assertThat(fingerprints.of(OneFileRepository.open(temporary.resolve("other.safetensors"))))
                .isEqualTo(fingerprint);

        Path config = temporary.resolve("other.config/unet/config.json");
        Files.writeString(config, Files.readString(config) + " ");
        assertThat(fingerprints.of(OneFileRepository.open(temporary.resolve("other.safetensors"))))
                .isNotEqualTo(fingerprint);
    }

    @Test
    void network_shapesThatTellNoHeads_asksForConfigs() throws IOException {
        Path file = temporary.resolve("alone.safetensors");
        OriginalWriter.write(OriginalWriter.tensors(GoldenFiles.shared("tiny-sd2"), OriginalFamily.STABLE_DIFFUSION_2),
                file);
        ModelRepository repository = ModelRepository.open(file);

        assertRefused(() -> repository.network("unet"), "The number of attention heads of",
                "8 channels are not made of",
                "into a folder alone.config beside it");
        assertRefused(() -> repository.tokenizer("tokenizer"), "number of a text encoder's heads");
    }

    @Test
    void tokenizer_unknownVocabulary_asksForIt() throws IOException {
        OneFileRepository file = oneFile("tiny-sd1", OriginalFamily.STABLE_DIFFUSION_1);
        Files.delete(temporary.resolve("model.config/tokenizer/vocab.json"));

        assertRefused(() -> file.tokenizer("tokenizer"), "must know the 49408 tokens of CLIP; it knows 2048",
                "Put its tokenizer into");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"lora_unet_down_blocks_0.lora_up.weight|a LoRA; give it as --lora",
            "emb_params|an embedding; give it as --embedding", "down_blocks.0.x|one network in the diffusers layout",
            "double_blocks.0.x|a Flux", "model.diffusion_model.joint_blocks.0.x|a Stable Diffusion 3",
            "foo.bar|its tensors have other names, such as foo.bar",
            "model.diffusion_model.input_blocks.0.0.weight|a U-Net without a text encoder",
            "model.diffusion_model.input_blocks.0.0.weight cond_stage_model.transformer.x|holds no autoencoder",
            "model.diffusion_model.input_blocks.0.0.weight conditioner.embedders.0.model.x|it is the refiner",
            "model.diffusion_model.input_blocks.0.0.weight conditioner.embedders.1.model.x first_stage_model.x|one of two text encoders only",
            "model.diffusion_model.input_blocks.0.0.weight model.diffusion_model.label_emb.x cond_stage_model.model.x|upscalers",
            "model.diffusion_model.input_blocks.0.0.weight edm_mean|a Playground 2.5",
            "model.diffusion_model.input_blocks.0.0.weight first_stage_model.x cond_stage_model.transformer.x surprise|1 tensors that belong to no network of such a model: surprise"})
    void open_anotherKindOfFile_saysWhatItIs(String names, String message) throws IOException {
        SafetensorsBytes bytes = new SafetensorsBytes();
        for (String name : names.split(" ", -1)) {
            bytes.add(name, Shape.of(1), 0);
        }
        Path file = bytes.write(temporary.resolve("x.safetensors"));

        assertRefused(() -> ModelRepository.open(file), "must be a Stable Diffusion 1.x, 2.x or XL checkpoint",
                message);
    }

    @Test
    void open_tensorWithoutAPlace_isNamedWhenTheNetworkIsLoaded() throws IOException {
        Map<String, WeightTensor> tensors = OriginalWriter.tensors(GoldenFiles.shared("tiny-sd1"),
                OriginalFamily.STABLE_DIFFUSION_1);
        tensors.put("model.diffusion_model.surprise.weight", new WeightTensor.Made(Shape.of(1), () -> new float[1]));
        ModelRepository repository = oneFile("tiny-sd1", tensors);

        assertRefused(() -> UNet2DConditionModel.load(repository.network("unet"), SETTINGS),
                "Every tensor of", "1 have none: surprise.weight");
    }

    @Test
    void open_fusedMatrixOfTwoThirds_isRefused() throws IOException {
        Map<String, WeightTensor> tensors = OriginalWriter.tensors(GoldenFiles.shared("tiny-sd2"),
                OriginalFamily.STABLE_DIFFUSION_2);
        tensors.put("cond_stage_model.model.transformer.resblocks.0.attn.in_proj_bias",
                new WeightTensor.Made(Shape.of(80), () -> new float[80]));
        ModelRepository repository = oneFile("tiny-sd2", tensors);

        assertRefused(() -> repository.network("text_encoder"), "three times as many rows", "found the shape [80]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"model.ckpt|which is pickled and can run code when read",
            "model.pt|Get the safetensors version", "model.gguf|must be a .safetensors file; found"})
    void open_anotherEnding_isRefused(String name, String message) throws IOException {
        Path file = Files.writeString(temporary.resolve(name), "x");

        assertRefused(() -> ModelRepository.open(file), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "\"PK\u0003\u0004\"|it is a zip archive, as PyTorch's pickled checkpoints are",
            "\"\u0080\u0002\"|it is a pickle", "version https://git-lfs|it is a pointer of Git LFS",
            "<!DOCTYPE|it is a web page",
            "GGUF|it is a GGUF file"})
    void open_otherContentOfThatName_saysWhatItIs(String beginning, String message) throws IOException {
        Path file = temporary.resolve("model.safetensors");
        Files.write(file, (beginning + " and more of it").getBytes(StandardCharsets.ISO_8859_1));

        assertRefused(() -> ModelRepository.open(file), "must be a safetensors file", message);
    }

    private static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(DreamCacherException.class).hasMessageContainingAll(parts);
    }

    private OneFileRepository oneFile(String name, OriginalFamily family) throws IOException {
        return oneFile(name, OriginalWriter.tensors(GoldenFiles.shared(name), family));
    }

    /** Tiny widths are not those of any published model, so configs lie beside; the scheduler is derived. */
    private OneFileRepository oneFile(String name, Map<String, WeightTensor> tensors) throws IOException {
        Path file = OriginalWriter.write(tensors, temporary.resolve("model.safetensors"));
        DiffusersRepository repository = DiffusersRepository.open(GoldenFiles.shared(name));
        for (String component : repository.components()) {
            if (!component.equals("scheduler")) {
                Path target = Files.createDirectories(temporary.resolve("model.config").resolve(component));
                for (Map.Entry<String, Path> config : ModelFiles.below(repository.folder(component)).entrySet()) {
                    if (!config.getKey().contains("safetensors")) {
                        Files.write(target.resolve(config.getKey()), Files.readAllBytes(config.getValue()));
                    }
                }
            }
        }
        return OneFileRepository.open(file);
    }

    private static List<String> networks(ModelRepository repository) {
        return repository.components()
                .stream()
                .filter(component -> component.startsWith("text") || component.equals("unet")
                        || component.equals("vae"))
                .toList();
    }

    private static float[][] latents(ModelRepository repository) {
        try (AutoencoderKl vae = AutoencoderKl.load(repository.network("vae"), SETTINGS)) {
            LatentMoments moments = vae.encode(random(1, 3, 64, 32));
            return new float[][]{moments.mean().values(), moments.logVariance().values(),
                    vae.decode(random(1, 4, 4, 6)).values()};
        }
    }

    private static float[] prediction(ModelRepository repository, String name) {
        SafetensorsFile golden = SafetensorsFile.open(GoldenFiles.shared(name + "-golden/unet.safetensors"));
        Optional<Sizes> sizes = repository.kind() == Kind.STABLE_DIFFUSION_XL
                ? Optional.of(
                        new Sizes(GoldenFiles.floats(golden, "text_embeds"), GoldenFiles.floats(golden, "time_ids")))
                : Optional.empty();
        try (UNet2DConditionModel unet = UNet2DConditionModel.load(repository.network("unet"), SETTINGS)) {
            return unet.predict(GoldenFiles.floats(golden, "square.sample"), 500,
                    new Conditions(GoldenFiles.floats(golden, "encoder_hidden_states"), sizes, OptionalDouble.empty()))
                    .values();
        }
    }

    private static float[][] states(ModelRepository repository, String encoder, int... ids) {
        try (ClipTextModel text = ClipTextModel.load(repository.network(encoder), SETTINGS)) {
            TextStates states = text.encode(List.of(ids));
            return new float[][]{states.lastHiddenState().values(), states.hiddenState().values(),
                    states.pooled().values(), states.projected().map(FloatTensor::values).orElse(new float[0])};
        }
    }

    private static double[] timesteps(ModelRepository repository) {
        Scheduler scheduler = repository.scheduler().scheduler(10);
        return IntStream.range(0, scheduler.size()).mapToDouble(scheduler::timestep).toArray();
    }

    private static FloatTensor random(long... sizes) {
        return RandomTensors.of(5, sizes);
    }
}
