package io.dreamcacher.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.request.ImageSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class CancellationWatchTest {
    /** The loop itself is told to go on: only a run that is stopped in flight can end it. */
    @Test
    void generate_cancelledDuringAStep_stopsWithinIt() {
        Path repository = GoldenFiles.postcards().resolve("sd");
        Thread loop = Thread.currentThread();
        List<Integer> steps = new ArrayList<>();
        StepListener listener = new StepListener() {
            @Override
            public void done(DenoisingStep step) {
                steps.add(step.number());
            }

            @Override
            public boolean cancelled() {
                return Thread.currentThread() != loop;
            }
        };
        try (StableDiffusionPipeline pipeline = StableDiffusionPipelineTest.open(repository)) {
            PipelineCall call = PipelineCall.of("a red boat", new ImageSize(384, 384),
                    StableDiffusionPipelineTest.schedulers(repository).scheduler(100), 1);
            assertThatThrownBy(() -> pipeline.generate(call, listener))
                    .isInstanceOfSatisfying(DreamCacherException.class,
                            e -> assertThat(e.category()).isEqualTo(FailureCategory.CANCELLED))
                    .hasMessageContaining("stopped before it was done");
            assertThat(steps.size()).isLessThan(90);

            PipelineCall small = PipelineCall.of("a red boat", new ImageSize(64, 64),
                    StableDiffusionPipelineTest.schedulers(repository).scheduler(1), 1);
            assertThat(pipeline.generate(small, step -> {}).pictures()).hasSize(1);
        }
    }

    @Test
    void during_workThatEnds_isNotInterruptedAfterwards() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        StepListener listener = new StepListener() {
            @Override
            public void done(DenoisingStep step) {}

            @Override
            public boolean cancelled() {
                asked.countDown();
                return false;
            }
        };
        String result = CancellationWatch.during(listener, () -> {
            throw new IllegalStateException("nothing was cancelled");
        }, () -> {
            try {
                asked.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return "done";
        });
        assertThat(result).isEqualTo("done");
    }
}
