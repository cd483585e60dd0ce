package io.dreamcacher.diffusion.network;

import static io.dreamcacher.diffusion.GoldenFiles.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.model.ModelConfig;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.model.ModelRepository.Kind;
import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.network.AutoencoderKl.LatentMoments;
import io.dreamcacher.diffusion.network.ClipTextModel.TextStates;
import io.dreamcacher.diffusion.network.UNet2DConditionModel.Conditions;
import io.dreamcacher.diffusion.network.UNet2DConditionModel.Sizes;
import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks exported to ONNX files, by the names that optimum and diffusers' script give them. */
final class ExportedModelsTest {
    private static final SessionSettings SETTINGS = new SessionSettings(1);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"tiny-sd1", "tiny-sd2", "tiny-sdxl"})
    void networks_exportedRepository_computeTheSame(String name) throws IOException {
        ModelRepository original = ModelRepository.open(GoldenFiles.shared(name));
        ModelRepository exported = export(name);

        assertThat(exported).isInstanceOf(ModelRepository.class);
        assertThat(exported.kind()).isEqualTo(original.kind());
        assertThat(prediction(exported, name)).isEqualTo(prediction(original, name));
        assertThat(vae(exported)).isDeepEqualTo(vae(original));
        for (String encoder : original.components().stream().filter(x -> x.startsWith("text")).toList()) {
            assertThat(states(exported, encoder)).isDeepEqualTo(states(original, encoder));
        }
        assertThat(exported.tokenizer("tokenizer").encode("a cat").allIds())
                .isEqualTo(original.tokenizer("tokenizer").encode("a cat").allIds());
        assertThat(exported.scheduler().kind()).isEqualTo(original.scheduler().kind());
    }

    @Test
    void fingerprint_graphOrWeightsChanged_isAnother() throws IOException {
        ModelFingerprint fingerprints = new ModelFingerprint(folder.resolve("cache"));
        ModelRepository exported = export("tiny-sd1");
        String before = fingerprints.of(exported);
        Path weights = exported.path().resolve("unet/diffusion_pytorch_model.onnx_data");
        byte[] bytes = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(bytes, bytes.length + 1));

        assertThat(fingerprints.of(exported)).isNotEqualTo(before);
    }

    @Test
    void load_encoderNotExported_isMissedWhenItIsNeeded() throws IOException {
        ModelRepository exported = export("tiny-sd1");
        Files.delete(exported.path().resolve("vae_encoder/model.onnx"));
        try (AutoencoderKl vae = AutoencoderKl.load(exported.network("vae"), SETTINGS)) {
            assertRefused(() -> vae.encode(random(1, 3, 16, 16)), "must have a file for its encoder",
                    "vae_encoder/model.onnx is missing");
        }
    }

    @Test
    void load_encoderThatDrawsLatents_givesThemWithTheLeastVariance() throws IOException {
        ModelRepository exported = export("tiny-sd1");
        OnnxGraph graph = new OnnxGraph();
        graph.output("latent_sample", graph.input("sample", OnnxType.FLOAT, "b", "c", "h", "w"), "b", "c", "h", "w");
        ExportWriter.write(graph, exported.path().resolve("vae_encoder/model.onnx"));
        FloatTensor image = random(1, 3, 16, 16);
        try (AutoencoderKl vae = AutoencoderKl.load(exported.network("vae"), SETTINGS)) {
            LatentMoments moments = vae.encode(image);
            assertThat(moments.mean().values()).isEqualTo(image.values());
            assertThat(moments.logVariance().values()).containsOnly(-30f);
        }
    }

    @Test
    void load_graphsWithOtherInputsOrOutputs_areNamed() throws IOException {
        ModelRepository exported = export("tiny-sd1");
        OnnxGraph graph = new OnnxGraph();
        graph.output("noise", graph.input("sample", OnnxType.FLOAT, "b", "c", "h", "w"), "b", "c", "h", "w");
        ExportWriter.write(graph, exported.path().resolve("unet/model.onnx"));
        ExportWriter.write(graph, exported.path().resolve("vae_decoder/model.onnx"));

        assertRefused(() -> UNet2DConditionModel.load(exported.network("unet"), SETTINGS),
                "must take the inputs [encoder_hidden_states, sample, timestep]; it takes [sample]");
        assertRefused(() -> AutoencoderKl.load(exported.network("vae"), SETTINGS),
                "must take the inputs [latent_sample]; it takes [sample]");
    }

    @Test
    void load_noGraph_saysSo() throws IOException {
        ModelRepository exported = export("tiny-sd1");
        Files.writeString(exported.path().resolve("unet/model.onnx"), "nothing");

        assertRefused(() -> UNet2DConditionModel.load(exported.network("unet"), SETTINGS), "ONNX Runtime must accept",
                "unet/model.onnx, which is the U-Net");
        assertRefused(() -> exported.network("unet").checkpoint(),
                "Weights that can be changed must be in safetensors");
    }

    private ModelRepository export(String name) throws IOException {
        ModelRepository original = ModelRepository.open(GoldenFiles.shared(name));
        Path target = folder.resolve(name);
        ExportWriter.copyTexts(original.path(), target);
        UNetConfig unet = UNetConfig.read(original.network("unet").config());
        ExportWriter.export(original.path().resolve("unet"), target.resolve("unet"),
                layers -> UNet2DConditionGraph.build(layers, unet));
        AutoencoderConfig vae = AutoencoderConfig.read(original.network("vae").config());
        ExportWriter.export(original.path().resolve("vae"), target.resolve("vae_decoder"),
                layers -> new AutoencoderKlGraph(layers, vae).buildDecoder());
        ExportWriter.export(original.path().resolve("vae"), target.resolve("vae_encoder"),
                layers -> new AutoencoderKlGraph(layers, vae).buildEncoder());
        for (String component : original.components()) {
            if (component.startsWith("text_encoder")) {
                ClipTextConfig text = ClipTextConfig.read(original.network(component).config());
                boolean projected = component.equals("text_encoder_2");
                ExportWriter.export(original.path().resolve(component), target.resolve(component),
                        layers -> new ClipTextGraph(layers, text).build(projected));
            } else if (!component.equals("unet") && !component.equals("vae")) {
                ExportWriter.copyTexts(original.path().resolve(component), target.resolve(component));
            }
        }
        return ModelRepository.open(target);
    }

    private static float[] prediction(ModelRepository repository, String name) {
        SafetensorsFile golden = SafetensorsFile.open(GoldenFiles.shared(name + "-golden/unet.safetensors"));
        Optional<Sizes> sizes = repository.kind() == Kind.STABLE_DIFFUSION_XL
                ? Optional.of(new Sizes(floats(golden, "text_embeds"), floats(golden, "time_ids")))
                : Optional.empty();
        try (UNet2DConditionModel unet = UNet2DConditionModel.load(repository.network("unet"), SETTINGS)) {
            Conditions conditions = new Conditions(floats(golden, "encoder_hidden_states"), sizes,
                    OptionalDouble.empty());
            return unet.predict(floats(golden, "square.sample"), 500, conditions).values();
        }
    }

    /** Two prompts whose end tokens stand at different places; what optimum leaves out is computed here. */
    private static float[][] states(ModelRepository repository, String encoder) {
        try (ClipTextModel text = ClipTextModel.load(repository.network(encoder), SETTINGS)) {
            TextStates states = text.encode(List.of(new int[]{2046, 5, 2047, 2047}, new int[]{2046, 5, 9, 2047}));
            assertThat(states.projected().isPresent()).isEqualTo(encoder.equals("text_encoder_2"));
            return new float[][]{states.lastHiddenState().values(), states.hiddenState().values(),
                    states.pooled().values(), states.projected().map(FloatTensor::values).orElse(new float[0])};
        }
    }

    @Test
    void pooledPosition_bothRules_findTheEndOfTheText() {
        ClipTextConfig first = ClipTextConfig.read(ModelConfig.of(folder, "{\"eos_token_id\": 7}"));
        ClipTextConfig largest = ClipTextConfig.read(ModelConfig.of(folder, "{\"eos_token_id\": 2}"));

        assertThat(first.pooledPosition(1, 9, 7, 7)).isEqualTo(2);
        assertThat(largest.pooledPosition(1, 9, 7, 9)).isEqualTo(1);
        assertThat(first.pooledPosition(1, 9)).isZero();
    }

    @Test
    void encode_exportWithoutInnerStates_conditionsSd1AndRefusesTheRest() throws IOException {
        ModelRepository exported = export("tiny-sd1");
        OnnxGraph graph = new OnnxGraph();
        Value ids = graph.input("input_ids", OnnxType.INT32, "batch", "tokens");
        Value numbers = graph.op("Cast", List.of(ids), Attribute.of("to", OnnxType.FLOAT.number()));
        Value states = graph.op("Unsqueeze", List.of(numbers, graph.integers(2)));
        graph.output("last_hidden_state", states, "batch", "tokens", "width");
        ExportWriter.write(graph, exported.path().resolve("text_encoder/model.onnx"));
        try (ClipTextModel text = ClipTextModel.load(exported.network("text_encoder"), SETTINGS)) {
            TextStates found = text.encode(List.of(new int[]{1, 2047, 5}));
            assertThat(found.lastHiddenState().values()).containsExactly(1, 2047, 5);
            assertThat(found.pooled().values()).containsExactly(2047);
            assertRefused(found::hiddenState, "the exported one has no outputs hidden_states.N");
            assertRefused(() -> text.normalized(found.lastHiddenState()), "an exported network does not give");
        }
    }

    private static float[][] vae(ModelRepository repository) {
        try (AutoencoderKl vae = AutoencoderKl.load(repository.network("vae"), SETTINGS)) {
            return new float[][]{vae.encode(random(1, 3, 16, 32)).mean().values(),
                    vae.decode(random(1, 4, 4, 2)).values()};
        }
    }

    static FloatTensor random(long... sizes) {
        return RandomTensors.of(5, sizes);
    }

    private static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(DreamCacherException.class).hasMessageContainingAll(parts);
    }
}
