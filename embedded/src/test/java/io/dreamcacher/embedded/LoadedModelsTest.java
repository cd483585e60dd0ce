package io.dreamcacher.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.testkit.generator.JobImages;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoadedModelsTest {
    private static final String OTHER = Postcards.NAME + "?noise=torch-cuda";

    @TempDir
    private Path folder;

    @Test
    void generate_twoModelsInTurnAndAtOnce_eachDrawsItsOwnImage() throws Exception {
        try (Models models = new Models(folder, List.of(Postcards.NAME), EngineOptions.USUAL);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            ImageGenerator one = models.named(Postcards.NAME);
            ImageGenerator two = models.named(OTHER);
            int[] ofOne = draw(one);
            int[] ofTwo = draw(two);
            assertThat(ofOne).isNotEqualTo(ofTwo);
            assertThat(draw(one)).as("after the other one took the memory").isEqualTo(ofOne);

            List<Callable<int[]>> tasks = IntStream.range(0, 6)
                    .<Callable<int[]>>mapToObj(i -> () -> draw(i % 2 == 0 ? one : two))
                    .toList();
            int i = 0;
            for (Future<int[]> drawn : threads.invokeAll(tasks)) {
                assertThat(drawn.get()).isEqualTo(i++ % 2 == 0 ? ofOne : ofTwo);
            }
            assertThat(models.named(OTHER)).as("the same object for the same model").isSameAs(two);
        }
    }

    private static int[] draw(ImageGenerator generator) {
        BufferedImage image = JobImages.of(generator.generate(new GenerationJob("a cat",
                generator.description().defaults().withSteps(1).withSize(new ImageSize(64, 64)), 1),
                GenerationProgress.NONE));
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
}
