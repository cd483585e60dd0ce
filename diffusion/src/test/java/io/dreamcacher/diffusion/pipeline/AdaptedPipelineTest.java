package io.dreamcacher.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.conditioning.Prompt;
import io.dreamcacher.diffusion.conditioning.PromptOptions;
import io.dreamcacher.diffusion.model.ModelChoice;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Guidance;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline.PipelineOptions;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.LongPrompts;
import io.dreamcacher.request.PromptSyntax;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs with adapters merged into a model, and with prompts read in other ways; the former against diffusers 0.40. */
final class AdaptedPipelineTest {
    @ParameterizedTest
    @ValueSource(strings = {"lora-kohya", "lora-diffusers"})
    void generate_lora_agreesWithDiffusers(String file) throws IOException {
        ModelChoice.Lora lora = new ModelChoice.Lora(extra(file), 0.7);
        assertAgrees(new ModelChoice(model(), Optional.empty(), List.of(lora), List.of()), "text-to-image-lora");
    }

    @Test
    void generate_textualInversion_agreesWithDiffusers() throws IOException {
        assertAgrees(new ModelChoice(model(), Optional.empty(), List.of(), List.of(extra("textual-inversion"))),
                "text-to-image-textual-inversion");
    }

    /** With states that are padded to as many chunks; a guidance of 1 looks at no negative prompt, however long. */
    @Test
    void denoise_chunkedNegativePrompt_countsOnlyWithGuidance() {
        try (StableDiffusionPipeline pipeline = open(ModelRepository.open(model()))) {
            assertThat(denoise(pipeline, "a BREAK b BREAK c", 1)).isEqualTo(denoise(pipeline, "", 1));
            assertThat(denoise(pipeline, "a BREAK b BREAK c", 3)).isNotEqualTo(denoise(pipeline, "", 3));
        }
    }

    private static float[] denoise(StableDiffusionPipeline pipeline, String negative, double scale) {
        FloatTensor latents = pipeline.denoise(PipelineCall.of("", new ImageSize(64, 64),
                ModelRepository.open(model()).scheduler().scheduler(2), 7)
                .withPrompt(Prompt.of("a boat BREAK on the sea", negative))
                .withPromptOptions(new PromptOptions(1, PromptSyntax.WEIGHTED, LongPrompts.CHUNKED))
                .withGuidance(Guidance.of(scale)), step -> {});
        return latents.values();
    }

    private static void assertAgrees(ModelChoice choice, String run) throws IOException {
        GoldenRun golden = new GoldenRun("tiny-sd1-golden/" + run + ".safetensors");
        ModelRepository repository = choice.open();
        try (StableDiffusionPipeline pipeline = open(repository)) {
            golden.assertAgrees(pipeline, golden.call(
                    repository.scheduler().scheduler(golden.arguments().path("num_inference_steps").intValue())));
        }
    }

    private static StableDiffusionPipeline open(ModelRepository repository) {
        return StableDiffusionPipeline.open(repository, PipelineOptions.of(new SessionSettings(2)));
    }

    private static Path model() {
        return GoldenFiles.shared("tiny-sd1");
    }

    private static Path extra(String name) {
        return GoldenFiles.shared("tiny-sd1-extras/" + name + ".safetensors");
    }
}
