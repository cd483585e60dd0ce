package io.dreamcacher.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Guidance;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LatentPreviewTest {
    private static final Path POSTCARDS = GoldenFiles.postcards().resolve("sd");

    /** Colours of the last preview are those of the image, to what a latent's eight by eight pixels have in common. */
    @Test
    void image_lastStep_hasTheImagesColours() {
        LatentPreview preview = LatentPreview.of(ModelRepository.open(POSTCARDS).schedulerSettings());
        try (StableDiffusionPipeline pipeline = StableDiffusionPipelineTest.open(POSTCARDS)) {
            List<BufferedImage> previews = new ArrayList<>();
            PipelineCall call = PipelineCall.of("a red sailing boat on the sea at sunset", new ImageSize(128, 128),
                    StableDiffusionPipelineTest.schedulers(POSTCARDS).scheduler(12), 3).withGuidance(Guidance.of(3));
            BufferedImage image = pipeline.generate(call, step -> previews.add(preview.image(step, pipeline)))
                    .image();
            assertThat(previews.getFirst().getWidth()).isEqualTo(128);
            assertThat(blockDifference(previews.getFirst(), image)).isGreaterThan(40);
            assertThat(blockDifference(previews.getLast(), image)).isLessThan(16);
        }
    }

    private static double blockDifference(BufferedImage a, BufferedImage b) {
        double sum = 0;
        int count = 0;
        for (int y = 0; y < a.getHeight(); y += 8) {
            for (int x = 0; x < a.getWidth(); x += 8) {
                for (int shift = 0; shift < 24; shift += 8) {
                    sum += Math.abs(mean(a, x, y, shift) - mean(b, x, y, shift));
                    count++;
                }
            }
        }
        return sum / count;
    }

    private static double mean(BufferedImage image, int left, int top, int shift) {
        int sum = 0;
        for (int i = 0; i < 64; i++) {
            sum += image.getRGB(left + i % 8, top + i / 8) >> shift & 0xFF;
        }
        return sum / 64.0;
    }
}
