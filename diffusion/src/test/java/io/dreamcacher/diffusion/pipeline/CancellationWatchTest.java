package io.dreamcacher.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.conditioning.Prompt;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.network.AutoencoderKl;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.network.OnDemand;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.pipeline.DenoisingListener.DenoisingStep;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Seeds;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class CancellationWatchTest {
    /** The loop itself is told to go on: only a run that is stopped in flight can end it. */
    @Test
    void generate_cancelledDuringAStep_stopsWithinIt() {
        Path repository = GoldenFiles.postcards().resolve("sd");
        Thread loop = Thread.currentThread();
        List<Integer> steps = new ArrayList<>();
        DenoisingListener listener = new DenoisingListener() {
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
            assertThat(pipeline.generate(small, step -> {}).images()).hasSize(1);
        }
    }

    /** Were the texts not stopped, the start latents of a wrong size would be found next. */
    @Test
    void denoise_cancelledWhileTextsAreEncoded_stopsThere() {
        Path repository = GoldenFiles.postcards().resolve("sd");
        List<Prompt> prompts = IntStream.range(0, 1000).mapToObj(i -> Prompt.of("a red boat " + i)).toList();
        DiffusionTask wrong = new DiffusionTask.FromLatents(
                FloatTensor.of(new float[prompts.size()], prompts.size(), 1, 1, 1));
        try (StableDiffusionPipeline pipeline = StableDiffusionPipelineTest.open(repository)) {
            PipelineCall call = PipelineCall.of("", new ImageSize(64, 64),
                    StableDiffusionPipelineTest.schedulers(repository).scheduler(1), 1)
                    .withImages(new PromptInput.Words(prompts), Seeds.following(1, prompts.size()))
                    .withTask(wrong);
            assertCancelled(() -> pipeline.denoise(call, cancelledElsewhere(Thread.currentThread())));
        }
    }

    @Test
    void start_cancelledWhileTheImageIsEncoded_stopsThere() {
        Path repository = GoldenFiles.postcards().resolve("sd");
        ImageSize size = new ImageSize(1024, 1024);
        BufferedImage image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        PipelineCall call = PipelineCall.of("", size,
                StableDiffusionPipelineTest.schedulers(repository).scheduler(4), 1)
                .withTask(new DiffusionTask.Img2Img(image, 0.5));
        try (OnDemand<AutoencoderKl> vae = new OnDemand<>("it",
                () -> AutoencoderKl.load(ModelRepository.open(repository).network("vae"), new SessionSettings(2)),
                AutoencoderKl::close)) {
            Shape shape = vae.use(network -> Shape.of(1, network.latentChannels(),
                    size.height() / network.spatialFactor(), size.width() / network.spatialFactor()));
            LatentInitializer starter = new LatentInitializer(vae, false, call, new BatchNoise(call.seeds()), shape,
                    cancelledElsewhere(Thread.currentThread()));
            assertCancelled(starter::prepare);
        }
    }

    private static void assertCancelled(ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOfSatisfying(DreamCacherException.class,
                e -> assertThat(e.category()).isEqualTo(FailureCategory.CANCELLED));
    }

    /** Cancelled for every thread but one. */
    private static DenoisingListener cancelledElsewhere(Thread loop) {
        return new DenoisingListener() {
            @Override
            public void done(DenoisingStep step) {}

            @Override
            public boolean cancelled() {
                return Thread.currentThread() != loop;
            }
        };
    }

    @Test
    void during_workThatEnds_isNotInterruptedAfterwards() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        DenoisingListener listener = new DenoisingListener() {
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
