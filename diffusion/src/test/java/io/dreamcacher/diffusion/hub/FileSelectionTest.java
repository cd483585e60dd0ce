package io.dreamcacher.diffusion.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSelectionTest {
    private static final HubName NAME = HubName.parse("owner/model");

    /** The listing of CompVis/stable-diffusion-v1-4 in 2025, shortened to one file of each kind. */
    private static final List<String> SD = List.of(".gitattributes", "README.md",
            "feature_extractor/preprocessor_config.json",
            "model_index.json", "safety_checker/config.json", "safety_checker/flax_model.msgpack",
            "safety_checker/model.fp16.safetensors", "safety_checker/model.safetensors",
            "safety_checker/pytorch_model.bin", "scheduler/scheduler_config.json", "text_encoder/config.json",
            "text_encoder/model.fp16.safetensors", "text_encoder/model.safetensors",
            "text_encoder/pytorch_model.bin", "tokenizer/merges.txt", "tokenizer/special_tokens_map.json",
            "tokenizer/tokenizer_config.json", "tokenizer/vocab.json", "unet/config.json",
            "unet/diffusion_flax_model.msgpack", "unet/diffusion_pytorch_model.bin",
            "unet/diffusion_pytorch_model.fp16.safetensors", "unet/diffusion_pytorch_model.non_ema.safetensors",
            "unet/diffusion_pytorch_model.safetensors", "vae/config.json",
            "vae/diffusion_pytorch_model.fp16.safetensors", "vae/diffusion_pytorch_model.safetensors",
            "v1-4.ckpt", "v1-4.safetensors");

    @TempDir
    private Path folder;

    private List<String> select(HubName name, List<String> paths) {
        return FileSelection.of(name, paths, this::index);
    }

    private Path index() {
        try {
            return Files.writeString(folder.resolve("model_index.json"), """
                    {"_class_name": "StableDiffusionPipeline", "requires_safety_checker": true,
                     "feature_extractor": ["transformers", "CLIPImageProcessor"],
                     "image_encoder": [null, null],
                     "safety_checker": ["stable_diffusion", "StableDiffusionSafetyChecker"],
                     "scheduler": ["diffusers", "PNDMScheduler"], "text_encoder": ["transformers", "CLIPTextModel"],
                     "tokenizer": ["transformers", "CLIPTokenizer"], "unet": ["diffusers", "UNet2DConditionModel"],
                     "vae": ["diffusers", "AutoencoderKL"]}""");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> without(List<String> paths, String pattern) {
        return paths.stream().filter(path -> !path.matches(pattern)).toList();
    }

    /** The listing of cross-encoder/ms-marco-MiniLM-L6-v2 in 2025, shortened, with weights beside the graph. */
    private static final List<String> CROSS_ENCODER = List.of("README.md", "config.json", "flax_model.msgpack",
            "model.safetensors", "onnx/model.onnx", "onnx/model.onnx_data", "onnx/model_O3.onnx",
            "onnx/model_qint8_avx512.onnx", "openvino/openvino_model.bin", "pytorch_model.bin",
            "special_tokens_map.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt");

    @Test
    void ofVerifier_exportBesideItsOriginal_isGraphTokenizerAndConfigs() {
        assertThat(FileSelection.ofVerifier(NAME, CROSS_ENCODER)).containsExactlyInAnyOrder("README.md", "config.json",
                "special_tokens_map.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt", "onnx/model.onnx",
                "onnx/model.onnx_data");
        assertThat(FileSelection.ofVerifier(NAME, List.of("tokenizer.json", "model.onnx", "onnx/model.onnx")))
                .containsExactly("tokenizer.json", "model.onnx");
    }

    @Test
    void ofVerifier_noExport_isNamed() {
        assertThatThrownBy(() -> FileSelection.ofVerifier(NAME, without(CROSS_ENCODER, "onnx/model.onnx.*")))
                .isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("must have model.onnx or onnx/model.onnx");
        assertThatThrownBy(() -> FileSelection.ofVerifier(NAME, without(CROSS_ENCODER, "tokenizer.json")))
                .hasMessageContaining("must have tokenizer.json");
        assertThatThrownBy(
                () -> FileSelection.ofVerifier(HubName.parse("owner/model/onnx/model_O3.onnx"), CROSS_ENCODER))
                .hasMessageContaining("names a file of one");
    }

    @Test
    void of_pipeline_takesEachNetworkOnceAndNoPickle() {
        assertThat(select(NAME, SD)).containsExactlyInAnyOrder("README.md", "model_index.json",
                "feature_extractor/preprocessor_config.json", "safety_checker/config.json",
                "safety_checker/model.safetensors", "scheduler/scheduler_config.json", "text_encoder/config.json",
                "text_encoder/model.safetensors", "tokenizer/merges.txt", "tokenizer/special_tokens_map.json",
                "tokenizer/tokenizer_config.json", "tokenizer/vocab.json", "unet/config.json",
                "unet/diffusion_pytorch_model.safetensors", "vae/config.json",
                "vae/diffusion_pytorch_model.safetensors");
    }

    @Test
    void of_pipeline_takesSmallFilesFirst() {
        List<String> selected = select(NAME, SD);

        assertThat(selected.subList(selected.size() - 4, selected.size()))
                .allMatch(file -> file.endsWith(".safetensors"));
    }

    @Test
    void of_variant_isPreferredWhereThereIsOne() {
        List<String> selected = select(NAME.withVariant("fp16"), without(SD, "vae/.*fp16.*"));

        assertThat(selected).contains("unet/diffusion_pytorch_model.fp16.safetensors",
                "text_encoder/model.fp16.safetensors", "vae/diffusion_pytorch_model.safetensors")
                .doesNotContain("unet/diffusion_pytorch_model.safetensors");
    }

    @Test
    void of_onlyHalfPrecision_isTaken() {
        assertThat(select(NAME, without(SD, "unet/diffusion_pytorch_model.safetensors")))
                .contains("unet/diffusion_pytorch_model.fp16.safetensors");
    }

    @Test
    void of_shards_areTakenTogetherWithTheirIndex() {
        List<String> paths = new ArrayList<>(without(SD, "unet/diffusion_pytorch_model.*"));
        paths.addAll(List.of("unet/diffusion_pytorch_model-00001-of-00002.safetensors",
                "unet/diffusion_pytorch_model-00002-of-00002.safetensors",
                "unet/diffusion_pytorch_model.safetensors.index.json",
                "unet/diffusion_pytorch_model.bin.index.json"));

        assertThat(select(NAME, paths)).contains("unet/diffusion_pytorch_model-00001-of-00002.safetensors",
                "unet/diffusion_pytorch_model-00002-of-00002.safetensors",
                "unet/diffusion_pytorch_model.safetensors.index.json")
                .doesNotContain("unet/diffusion_pytorch_model.bin.index.json");
        assertThatThrownBy(() -> select(NAME, without(paths, ".*-00002-of.*")))
                .hasMessageContaining("weights in unet/");
    }

    @Test
    void of_picklesOnly_areRefusedWithTheReason() {
        List<String> paths = without(SD, ".*safetensors");

        assertThatThrownBy(() -> select(NAME, paths)).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("text_encoder/ only as a pickle")
                .hasMessageContaining("run code")
                .hasMessageContaining("safetensors version");
    }

    @Test
    void of_safetyCheckerAsPickle_isLeftOut() {
        assertThat(select(NAME, without(SD, "safety_checker/.*safetensors")))
                .noneMatch(file -> file.startsWith("safety_checker/"));
    }

    @Test
    void of_componentWithoutFiles_isSaid() {
        assertThatThrownBy(() -> select(NAME, without(SD, "vae/.*"))).hasMessageContaining("folder vae");
        assertThatThrownBy(() -> select(NAME, without(SD, "tokenizer/merges.*"))).hasMessageContaining("merges.txt");
    }

    @Test
    void of_clip_takesWhatTheEncoderReads() {
        assertThat(select(NAME, List.of("README.md", "config.json", "flax_model.msgpack", "merges.txt",
                "model.safetensors", "preprocessor_config.json", "pytorch_model.bin", "special_tokens_map.json",
                "tf_model.h5", "tokenizer.json", "tokenizer_config.json", "vocab.json")))
                .containsExactlyInAnyOrder("README.md", "config.json", "merges.txt", "model.safetensors",
                        "preprocessor_config.json", "special_tokens_map.json", "tokenizer.json",
                        "tokenizer_config.json", "vocab.json");
    }

    @Test
    void of_onnx_takesGraphsAndTheirData() {
        assertThat(select(NAME, List.of("config.json", "model.onnx", "model.onnx_data", "vocab.json", "merges.txt")))
                .contains("model.onnx", "model.onnx_data");
    }

    @Test
    void of_onnxInAFolderThatNothingOpens_saysWhatIsMissing() {
        assertThatThrownBy(() -> select(NAME, List.of("config.json", "onnx/model.onnx")))
                .hasMessageContaining("must have weights");
    }

    @Test
    void of_exportedTowers_takesEachFileOnce() {
        List<String> towers = List.of("merges.txt", "textual.onnx", "visual.onnx", "vocab.json");
        List<String> configured = List.of("config.json", "textual.onnx", "visual.onnx");

        assertThat(select(NAME, towers)).containsExactlyInAnyOrderElementsOf(towers);
        assertThat(select(NAME, configured)).containsExactlyInAnyOrderElementsOf(configured);
        assertThat(FileSelection.onlyCheckpoint(towers)).as("the folder is opened").isEmpty();
    }

    @Test
    void of_oneCheckpoint_isTakenAndSeveralMustBeNamed() {
        assertThat(select(NAME, List.of("README.md", "style.safetensors"))).contains("style.safetensors");
        List<String> several = List.of("a.safetensors", "b.safetensors");
        assertThatThrownBy(() -> select(NAME, several)).hasMessageContaining("owner/model/a.safetensors");
        assertThat(select(HubName.parse("owner/model/b.safetensors"), several)).containsExactly("b.safetensors");
        assertThatThrownBy(() -> select(HubName.parse("owner/model/c.safetensors"), several))
                .hasMessageContaining("c.safetensors");
        assertThatThrownBy(() -> select(HubName.parse("owner/model/v1-4.ckpt"), SD)).hasMessageContaining("pickle");
        assertThatThrownBy(() -> select(NAME, List.of("README.md", "learned_embeds.bin")))
                .hasMessageContaining("pickle");
        assertThatThrownBy(() -> select(NAME, List.of("README.md"))).hasMessageContaining("config.json");
    }
}
