package io.dreamcacher.diffusion.lecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.pipeline.PipelineCall;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Seeds;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline.PipelineOptions;
import io.dreamcacher.diffusion.scheduler.Scheduler;
import io.dreamcacher.diffusion.scheduler.SchedulerKind;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DiffusionLectureTest {
    private static final int STEPS = 6;

    /** What the loop of the lecture draws is what the pipeline draws, whose numbers are held against diffusers. */
    @Test
    void draw_fewSteps_agreesWithThePipeline() {
        ModelRepository model = ModelRepository.open(GoldenFiles.postcards().resolve("sd"));
        List<BufferedImage> drawn = DiffusionLecture.draw(model, "a red boat", STEPS, 5, 64);

        Scheduler scheduler = model.scheduler().with(SchedulerKind.LMS).scheduler(STEPS);
        PipelineCall call = PipelineCall.of("a red boat", new ImageSize(64, 64), scheduler, 0)
                .withSeeds(Seeds.oneGenerator(5, 4));
        try (StableDiffusionPipeline pipeline = StableDiffusionPipeline.open(model,
                PipelineOptions.of(SessionSettings.allProcessors()))) {
            List<BufferedImage> expected = pipeline.generate(call, step -> {}).images();
            assertThat(drawn).hasSameSizeAs(expected);
            for (int i = 0; i < drawn.size(); i++) {
                assertThat(largestDifference(drawn.get(i), expected.get(i))).as("picture %d", i).isLessThanOrEqualTo(1);
            }
        }
        assertThat(largestDifference(drawn.get(0), drawn.get(1))).isGreaterThan(20);
    }

    private static int largestDifference(BufferedImage a, BufferedImage b) {
        int largest = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    int difference = (a.getRGB(x, y) >> shift & 0xFF) - (b.getRGB(x, y) >> shift & 0xFF);
                    largest = Math.max(largest, Math.abs(difference));
                }
            }
        }
        return largest;
    }
}
