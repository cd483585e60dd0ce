package io.dreamcacher.diffusion.pipeline;

import static io.dreamcacher.diffusion.GoldenFiles.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.conditioning.Prompt;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Guidance;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Seeds;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline.PipelineOptions;
import io.dreamcacher.diffusion.scheduler.Scheduler;
import io.dreamcacher.diffusion.scheduler.SchedulerKind;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.SeedVariation;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What calls of the pipeline promise beyond the numbers of diffusers. */
final class PipelineCallTest {
    private static final ImageSize SIZE = new ImageSize(64, 48);
    private static final Path POSTCARDS = GoldenFiles.postcards().resolve("sd");
    private static final int STEPS = 5;

    private StableDiffusionPipeline pipeline;
    private PipelineCall call;

    @BeforeEach
    void open() {
        pipeline = StableDiffusionPipelineTest.open(POSTCARDS);
        call = PipelineCall.of("a red boat", SIZE, scheduler(SchedulerKind.DDIM), 7).withGuidance(Guidance.of(3));
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static Scheduler scheduler(SchedulerKind kind) {
        return StableDiffusionPipelineTest.schedulers(POSTCARDS).with(kind).scheduler(STEPS);
    }

    private FloatTensor latents(PipelineCall made) {
        return pipeline.denoise(made, step -> {});
    }

    /** Also with a scheduler that draws noise in every step. */
    @Test
    void denoise_batchWithItsOwnGenerators_givesWhatSingleCallsGive() {
        PipelineCall stochastic = call.withScheduler(scheduler(SchedulerKind.EULER_ANCESTRAL));
        FloatTensor batch = latents(stochastic.withSeeds(Seeds.following(7, 3)));
        for (int i = 0; i < 3; i++) {
            assertClose("picture " + i, batch.item(i), latents(stochastic.withSeeds(Seeds.of(7 + i))), 2e-4);
        }
    }

    @Test
    void denoise_changedImageInABatch_givesWhatSingleCallsGive() {
        BufferedImage image = pipeline.generate(call, step -> {}).image();
        PipelineCall changed = call.withTask(new DiffusionTask.Img2Img(image, 0.6));
        FloatTensor batch = latents(changed.withSeeds(Seeds.following(7, 2)));
        assertClose("first", batch.item(0), latents(changed), 2e-4);
        assertClose("second", batch.item(1), latents(changed.withSeeds(Seeds.of(8))), 2e-4);
    }

    @Test
    void generate_lowMemory_givesTheSameImage() {
        PipelineOptions low = PipelineOptions.of(new SessionSettings(2)).withLowMemory(true);
        try (StableDiffusionPipeline small = StableDiffusionPipelineTest.open(POSTCARDS, low)) {
            assertThat(small.generate(call, step -> {}).latents().values()).isEqualTo(latents(call).values());
        }
    }

    @Test
    void denoise_variation_leadsFromOneSeedToTheOther() {
        FloatTensor own = latents(call);
        FloatTensor other = latents(call.withSeeds(Seeds.of(8)));
        FloatTensor little = latents(call.withSeeds(Seeds.of(7).withVariation(new SeedVariation(8, 0.05))));
        FloatTensor all = latents(call.withSeeds(Seeds.of(7).withVariation(new SeedVariation(8, 1))));
        assertClose("all the way", all, other, 1e-3);
        assertThat(distance(little, own)).isGreaterThan(0).isLessThan(distance(other, own) / 2);
    }

    private static double distance(FloatTensor a, FloatTensor b) {
        double sum = 0;
        for (int i = 0; i < a.values().length; i++) {
            sum += Math.pow(a.values()[i] - b.values()[i], 2);
        }
        return Math.sqrt(sum / a.values().length);
    }

    @Test
    void denoise_strengthThatLeavesNoStep_saysWhichWould() {
        BufferedImage image = new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB);
        assertBadRequest(new DiffusionTask.Img2Img(image, 0), "strength must be above 0 and at most 1; found 0.0");
        assertBadRequest(new DiffusionTask.Img2Img(image, 1.5), "found 1.5");
        assertBadRequest(new DiffusionTask.Img2Img(image, Double.NaN), "found NaN");
        assertBadRequest(new DiffusionTask.Img2Img(image, 0.1), "0.1 of 5 steps leaves none. Choose 0.2 or more");
        assertThat(latents(call.withTask(new DiffusionTask.Img2Img(image, 1))).values()).doesNotContain(Float.NaN);
    }

    private void assertBadRequest(DiffusionTask start, String part) {
        assertThatThrownBy(() -> latents(call.withTask(start)))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                .hasMessageContaining(part);
    }

    /** A black mask keeps the start image, whatever its own size; a white one leaves nothing of it but its noise. */
    @Test
    void generate_maskOfAnotherSize_isFittedToTheImage() {
        BufferedImage image = pipeline.generate(call, step -> {}).image();
        BufferedImage black = new BufferedImage(5, 9, BufferedImage.TYPE_BYTE_GRAY);
        FloatTensor kept = latents(call.withSeeds(Seeds.of(1)).withTask(new DiffusionTask.Inpainting(image, black, 1)));
        FloatTensor encoded = latents(call.withSeeds(Seeds.of(1))
                .withTask(new DiffusionTask.Inpainting(image, black, 0.4)));
        assertThat(kept.values()).isEqualTo(encoded.values());
    }

    @Test
    void constructor_countsThatDoNotFit_areRefused() {
        assertThatThrownBy(() -> call.withPrompts(
                new PromptInput.Words(List.of(Prompt.of("a"), Prompt.of("b")))).withSeeds(Seeds.following(1, 3)))
                .hasMessageContaining("one prompt, or as many as its");
        assertThatThrownBy(
                () -> call
                        .withTask(new DiffusionTask.FromLatents(FloatTensor.of(new float[2 * 8 * 6 * 8], 2, 8, 6, 8))))
                .hasMessageContaining("Start latents of 1 pictures must be as many");
        assertThatThrownBy(
                () -> latents(call.withTask(new DiffusionTask.FromLatents(FloatTensor.of(new float[8], 1, 8, 1, 1)))))
                .hasMessageContaining("Start latents must have the shape");
        assertThatThrownBy(() -> latents(call.withFraming(Framing.of(new ImageSize(60, 64)))))
                .hasMessageContaining("divisible by 8 for this model; found 60x64");
        assertThatThrownBy(() -> Seeds.each(List.of())).hasMessageContaining("found 0 for 0");
    }
}
