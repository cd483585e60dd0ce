package io.dreamcacher.diffusion.pipeline;

import static io.dreamcacher.diffusion.GoldenFiles.assertClose;
import static io.dreamcacher.diffusion.GoldenFiles.floats;
import static io.dreamcacher.diffusion.GoldenFiles.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.conditioning.Prompt;
import io.dreamcacher.diffusion.conditioning.PromptEmbeddings;
import io.dreamcacher.diffusion.conditioning.PromptOptions;
import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.pipeline.LatentInterpolation.Keyframe;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Guidance;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Seeds;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline.PipelineResult;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.LongPrompts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An interpolation between two prompts and two noises, against diffusers 0.40. */
final class LatentInterpolationTest {
    private static final String FILE = "tiny-sd1-golden/walk.safetensors";
    private static final Prompt BOAT = Prompt.of("a red sailing boat on the sea at sunset", "blurry, dark");
    private static final Prompt SURFER = Prompt.of("a person surfing", "blurry, dark");
    /** Here the last bit of the cosine, which diffusers computes in 32 bits, moves the result by 4.5e-6. */
    private static final double OPPOSITE = 5e-6;
    private static final Framing FRAMING = Framing.of(new ImageSize(64, 64));

    @ParameterizedTest
    @ValueSource(strings = {"0.0", "0.25", "0.5", "1.0"})
    void slerp_pairsOfNoise_agreesWithDiffusers(String t) {
        SafetensorsFile golden = SafetensorsFile.open(GoldenFiles.shared(FILE));
        for (String pair : List.of("", "near.", "opposite.")) {
            double tolerance = pair.equals("opposite.") ? OPPOSITE : tolerance(FILE, "slerp");
            assertClose(pair + t,
                    Interpolation.slerp(floats(golden, "latents.0"), floats(golden, "latents." + pair + "1"),
                            Double.parseDouble(t)),
                    floats(golden, "slerp." + pair + t), tolerance);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0", "0.25", "0.5", "1.0"})
    void generate_betweenPromptsAndNoises_agreesWithDiffusers(String t) throws IOException {
        SafetensorsFile golden = SafetensorsFile.open(GoldenFiles.shared(FILE));
        Path repository = GoldenFiles.shared("tiny-sd1");
        double at = Double.parseDouble(t);
        try (StableDiffusionPipeline pipeline = StableDiffusionPipelineTest.open(repository)) {
            PromptEmbeddings text = Interpolation.lerp(pipeline.encode(BOAT, PromptOptions.DEFAULT, FRAMING),
                    pipeline.encode(SURFER, PromptOptions.DEFAULT, FRAMING), at);
            assertClose("text " + t, text.positive().textStates(), floats(golden, "embeds." + t),
                    tolerance(FILE, "embeds"));

            PipelineCall call = PipelineCall
                    .of("", FRAMING.size(), StableDiffusionPipelineTest.schedulers(repository).scheduler(4), 0)
                    .withGuidance(Guidance.of(5))
                    .withPrompts(new PromptInput.States(List.of(text)))
                    .withTask(new DiffusionTask.FromLatents(
                            Interpolation.slerp(floats(golden, "latents.0"), floats(golden, "latents.1"), at)));
            PipelineResult result = pipeline.generate(call, step -> {});
            assertClose("latents " + t, result.latents(), floats(golden, "final_latents." + t),
                    tolerance(FILE, "final_latents"));
            GoldenRun.assertSameImage(result.image(), GoldenFiles.shared("tiny-sd1-golden/walk-" + t + ".png"), 2,
                    0.999);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddim", "euler-a"})
    void calls_stations_areTheirOwnImages(String sampler) {
        Path repository = GoldenFiles.postcards().resolve("sd");
        try (StableDiffusionPipeline pipeline = StableDiffusionPipelineTest.open(repository)) {
            PipelineCall call = call(repository, sampler);
            LatentInterpolation frames = new LatentInterpolation(
                    List.of(new Keyframe(BOAT, 1), new Keyframe(SURFER, 2), new Keyframe(BOAT, 3)), 5, false);
            List<PipelineCall> calls = frames.calls(pipeline, call, PromptOptions.DEFAULT).toList();

            assertThat(calls).hasSize(5);
            for (int keyframe = 0; keyframe < 3; keyframe++) {
                Keyframe passed = frames.keyframes().get(keyframe);
                PipelineCall own = call.withPrompt(passed.prompt()).withSeeds(Seeds.of(passed.seed()));
                assertClose("keyframe " + keyframe, pipeline.denoise(calls.get(2 * keyframe), step -> {}),
                        pipeline.denoise(own, step -> {}), 1e-3);
            }
        }
    }

    @Test
    void calls_justBeforeAStation_isAlmostItsImage() {
        Path repository = GoldenFiles.postcards().resolve("sd");
        try (StableDiffusionPipeline pipeline = StableDiffusionPipelineTest.open(repository)) {
            PipelineCall call = call(repository, "euler-a");
            LatentInterpolation frames = new LatentInterpolation(List.of(new Keyframe(BOAT, 1), new Keyframe(BOAT, 2)),
                    1000, false);
            List<PipelineCall> calls = frames.calls(pipeline, call, PromptOptions.DEFAULT).skip(998).toList();

            assertClose("one step before the end", pipeline.denoise(calls.getFirst(), step -> {}),
                    pipeline.denoise(calls.getLast(), step -> {}), 0.2);
        }
    }

    private static PipelineCall call(Path repository, String sampler) {
        return PipelineCall.of("", new ImageSize(64, 64),
                StableDiffusionPipelineTest.schedulers(repository).named(sampler).scheduler(3), 0)
                .withGuidance(Guidance.of(3));
    }

    @Test
    void calls_loop_goesBackToTheFirstStation() {
        Path repository = GoldenFiles.postcards().resolve("sd");
        try (StableDiffusionPipeline pipeline = StableDiffusionPipelineTest.open(repository)) {
            LatentInterpolation frames = new LatentInterpolation(
                    List.of(new Keyframe(BOAT, 1), new Keyframe(SURFER, 2)), 4,
                    true);

            assertThat(frames.calls(pipeline, call(repository, "ddim"), PromptOptions.DEFAULT).map(PipelineCall::seeds))
                    .containsExactly(Seeds.of(1), Seeds.between(1, 2, 0.5), Seeds.of(2), Seeds.between(2, 1, 0.5));
        }
    }

    @Test
    void calls_promptsOfDifferentChunks_areRefusedInASentence() {
        Path repository = GoldenFiles.postcards().resolve("sd");
        Prompt longer = Prompt.of("a red sailing boat, ".repeat(30));
        PromptOptions chunked = PromptOptions.DEFAULT.withLongPrompts(LongPrompts.CHUNKED);
        try (StableDiffusionPipeline pipeline = StableDiffusionPipelineTest.open(repository)) {
            LatentInterpolation frames = new LatentInterpolation(
                    List.of(new Keyframe(Prompt.of("a boat"), 1), new Keyframe(longer, 2)), 4, false);

            assertThatThrownBy(() -> frames.calls(pipeline, call(repository, "ddim"), chunked))
                    .isInstanceOf(DreamCacherException.class)
                    .hasMessageContaining("one of 77 tokens and one of 154");
        }
    }

    @Test
    void constructor_walkThatLeadsNowhere_isRefused() {
        assertThatThrownBy(() -> new LatentInterpolation(List.of(new Keyframe(BOAT, 1)), 5, false))
                .hasMessageContaining("two keyframes");
        assertThatThrownBy(
                () -> new LatentInterpolation(List.of(new Keyframe(BOAT, 1), new Keyframe(BOAT, 2)), 1, false))
                .hasMessageContaining("1 were asked for");
    }
}
