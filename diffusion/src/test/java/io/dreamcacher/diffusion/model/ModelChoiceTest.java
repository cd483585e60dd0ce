package io.dreamcacher.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.network.AutoencoderKl;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.pipeline.DiffusionGenerator;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.request.ImageSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelChoiceTest {
    private static final String QUERY = "text_model.encoder.layers.1.self_attn.q_proj.weight";
    private static final String TOKENS = "text_model.embeddings.token_embedding.weight";

    @TempDir
    private Path folder;

    @Test
    void open_nothingMergedIn_isTheModel() {
        ModelRepository plain = ModelChoice.of(shared("tiny-sd1")).open();
        assertThat(plain.network("text_encoder").checkpoint().tensor(QUERY)).isInstanceOf(WeightTensor.Stored.class);
    }

    @Test
    void open_loraAndEmbedding_changesWeightsAndVocabulary() {
        ModelRepository adapted = new ModelChoice(shared("tiny-sd1"), Optional.empty(),
                List.of(new ModelChoice.Lora(extra("lora-kohya"), 0.5)), List.of(extra("textual-inversion"))).open();

        assertThat(adapted.network("text_encoder").checkpoint().tensor(QUERY)).isInstanceOf(WeightTensor.Made.class);
        assertThat(adapted.network("text_encoder").checkpoint().tensor(TOKENS).shape().size(0)).isEqualTo(2050);
        assertThat(adapted.tokenizer("tokenizer").ids("<postcard-style>")).containsExactly(2048, 2049);
        assertThat(adapted.files()).isEqualTo(ModelRepository.open(shared("tiny-sd1")).files());
        assertThat(adapted.kind()).isEqualTo(ModelRepository.Kind.STABLE_DIFFUSION);
    }

    @ParameterizedTest
    @CsvSource({"tiny-sd1, tiny-sd1-old-vae/vae", "tiny-sdxl, tiny-sd2"})
    void open_otherAutoencoder_isUsedFromItsFolderOrRepository(String model, String place) {
        ModelRepository adapted = new ModelChoice(shared(model), Optional.of(shared(place)), List.of(),
                List.of()).open();
        assertThat(adapted.network("vae").name()).contains(place);
        assertThat(adapted.network("unet").name()).contains(model);
    }

    @Test
    void filesInUse_laidOver_areThoseOfTheModelAndAllElse() {
        ModelRepository adapted = new ModelChoice(shared("tiny-sd1"), Optional.of(shared("tiny-sd1-old-vae/vae")),
                List.of(new ModelChoice.Lora(extra("lora-kohya"), 0.5)), List.of(extra("textual-inversion"))).open();
        assertThat(adapted.filesInUse()).containsAll(ModelRepository.open(shared("tiny-sd1")).files().values())
                .contains(extra("lora-kohya"), extra("textual-inversion"))
                .contains(shared("tiny-sd1-old-vae/vae/diffusion_pytorch_model.safetensors"));
    }

    @Test
    void generate_loraChangedAfterOpening_isRefused() throws IOException {
        Path lora = Files.copy(extra("lora-kohya"), folder.resolve("style.safetensors"));
        ModelChoice choice = new ModelChoice(shared("tiny-sd1"), Optional.empty(),
                List.of(new ModelChoice.Lora(lora, 0.5)), List.of());
        try (DiffusionGenerator generator = DiffusionGenerator.open(ModelRef.of("tiny"), choice,
                new ModelFingerprint(folder.resolve("cache")), new SessionSettings(1))) {
            Files.write(lora, new byte[]{0}, StandardOpenOption.APPEND);
            GenerationJob job = new GenerationJob("a boat",
                    generator.description().defaults().withSteps(2).withSize(new ImageSize(64, 64)), 1);
            assertThatThrownBy(() -> generator.generate(job, GenerationProgress.NONE))
                    .isInstanceOf(DreamCacherException.class)
                    .hasMessageContaining("The file %s must stay as it is while its model is in use".formatted(lora));
        }
    }

    @Test
    void open_autoencoderAloneInAFile_drawsAsItsFolderDoes() throws IOException {
        Map<String, WeightTensor> prefixed = originalVae();
        Map<String, WeightTensor> bare = new TreeMap<>();
        prefixed.forEach((name, tensor) -> bare.put(name.substring("first_stage_model.".length()), tensor));
        List<Path> files = List.of(OriginalWriter.write(prefixed, folder.resolve("prefixed.safetensors")),
                OriginalWriter.write(bare, folder.resolve("bare.safetensors")),
                Files.copy(shared("tiny-sd1/vae/diffusion_pytorch_model.safetensors"),
                        folder.resolve("diffusers.safetensors")));
        float[][] expected = imagesAndLatents(ModelRepository.open(shared("tiny-sd1")));

        for (Path file : files) {
            ModelRepository adapted = withVae(file);
            assertThat(adapted.network("vae").name()).isEqualTo(file.toString());
            assertThat(imagesAndLatents(adapted)).isDeepEqualTo(expected);
        }
    }

    @Test
    void open_autoencoderAloneOfOtherShapes_hasTheConfigThatTheyTell() throws IOException {
        Map<String, WeightTensor> tensors = originalVae();
        tensors.keySet().removeIf(name -> name.contains("mid.attn_1"));
        Path file = OriginalWriter.write(tensors, folder.resolve("other.safetensors"));

        assertThat(withVae(file).network("vae").config().flag("mid_block_add_attention", true)).isFalse();
        assertThat(StandaloneVae.open(file).config(OriginalFamily.STABLE_DIFFUSION_1))
                .contains("\"scaling_factor\":0.18215");
        assertThat(StandaloneVae.open(file).config(OriginalFamily.STABLE_DIFFUSION_XL))
                .contains("\"scaling_factor\":0.13025");
    }

    @Test
    void open_autoencoderAloneAsTheModel_saysWhereItBelongs() throws IOException {
        Path file = OriginalWriter.write(originalVae(), folder.resolve("vae.safetensors"));
        assertThatThrownBy(() -> ModelChoice.of(file).open())
                .hasMessageContaining("it is an autoencoder alone; give it as --vae beside a model");
    }

    private static Map<String, WeightTensor> originalVae() {
        Map<String, WeightTensor> tensors = OriginalWriter.tensors(shared("tiny-sd1"),
                OriginalFamily.STABLE_DIFFUSION_1);
        tensors.keySet().removeIf(name -> !name.startsWith("first_stage_model."));
        return tensors;
    }

    private static ModelRepository withVae(Path file) {
        return new ModelChoice(shared("tiny-sd1"), Optional.of(file), List.of(), List.of()).open();
    }

    private static float[][] imagesAndLatents(ModelRepository repository) {
        try (AutoencoderKl vae = AutoencoderKl.load(repository.network("vae"), new SessionSettings(1))) {
            return new float[][]{vae.decode(ramp(1, 4, 4, 6)).values(), vae.encode(ramp(1, 3, 16, 32)).mean().values(),
                    vae.scaling().unscaled(ramp(1, 4, 2, 2)).values()};
        }
    }

    private static FloatTensor ramp(long... sizes) {
        float[] values = new float[Math.toIntExact(Shape.of(sizes).elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i);
        }
        return new FloatTensor(Shape.of(sizes), values);
    }

    @Test
    void open_filesOfAnotherFamily_isRefused() {
        assertThatThrownBy(() -> new ModelChoice(shared("tiny-sdxl"), Optional.empty(),
                List.of(new ModelChoice.Lora(extra("lora-kohya"), 0.5)), List.of()).open())
                .hasMessageContaining("must be made for this family of models");
        assertThatThrownBy(() -> new ModelChoice(shared("tiny-sd2"), Optional.empty(), List.of(),
                List.of(extra("textual-inversion"))).open()).hasMessageContaining("40; its are 32 wide");
    }

    private static Path shared(String name) {
        return GoldenFiles.shared(name);
    }

    private static Path extra(String name) {
        return shared("tiny-sd1-extras/" + name + ".safetensors");
    }
}
