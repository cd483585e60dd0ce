package io.dreamcacher.testkit.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.JobOutcome;
import io.dreamcacher.generator.JobOutcome.GeneratedImage;
import io.dreamcacher.generator.RefiningGenerator;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.testkit.media.EncodedImages;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link RefiningGenerator} that takes a seed must do besides making images of nothing. */
public abstract class RefiningGeneratorContract extends ImageGeneratorContract {
    private static final long SEED = 42;

    /** For subclasses. */
    protected RefiningGeneratorContract() {}

    @Override
    protected abstract RefiningGenerator generator();

    /** Settings of ten steps or more: with fewer, strengths do not differ much. */
    protected abstract GenerationSettings refiningSettings();

    @Test
    void refine_lessStrength_isNearerToTheStoredImage() {
        ImageFile stored = stored();
        double slight = distance(refined(stored, 0.2), stored);
        double half = distance(refined(stored, 0.5), stored);
        double whole = distance(refined(stored, 1), stored);

        assertThat(slight).isPositive().isLessThan(half);
        assertThat(half).isLessThan(whole);
    }

    @Test
    void refine_twice_isTheSameImage() {
        ImageFile stored = stored();
        JobOutcome first = generator().refine(job(SEED), stored, 0.5, GenerationProgress.NONE);
        assertThat(generator().refine(job(SEED), stored, 0.5, GenerationProgress.NONE)).isEqualTo(first);
        assertThat(first).isInstanceOfSatisfying(GeneratedImage.class,
                image -> assertThat(image.seed()).hasValue(SEED));
        assertThat(generator().refine(job(SEED + 1), stored, 0.5, GenerationProgress.NONE)).isNotEqualTo(first);
    }

    @Test
    void refine_ofAnySizeAndType_isOfTheSizeAskedFor() {
        BufferedImage wide = new BufferedImage(90, 30, BufferedImage.TYPE_INT_RGB);
        for (MediaType type : List.of(MediaType.PNG, MediaType.JPEG, MediaType.WEBP)) {
            assertThat(EncodedImages.sizeOf(refined(EncodedImages.as(type, wide), 0.5))).as("%s", type)
                    .isEqualTo(refiningSettings().size());
        }
    }

    @Test
    void refine_progress_isOfTheStepsThatAreRun() {
        List<Integer> steps = new ArrayList<>();
        var unused = generator().refine(job(SEED), stored(), 0.5, new GenerationProgress() {
            @Override
            public void step(int step, int total) {
                steps.add(step);
                assertThat(total).isLessThan(refiningSettings().steps().orElseThrow());
            }
        });
        assertThat(steps).isNotEmpty().isSorted();
    }

    @Test
    void refine_strengthOutOfRangeOrNoImage_isABadRequest() {
        ImageFile stored = stored();
        for (double strength : new double[]{0, -0.1, 1.01, Double.NaN, Double.POSITIVE_INFINITY, 1e-9}) {
            assertRefused(stored, strength);
        }
        assertRefused(new ImageFile("no image".getBytes(StandardCharsets.UTF_8), MediaType.PNG), 0.5);
    }

    private void assertRefused(ImageFile stored, double strength) {
        assertThatThrownBy(() -> generator().refine(job(SEED), stored, strength, GenerationProgress.NONE))
                .as("strength %s", strength)
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST));
    }

    private ImageFile stored() {
        return file(generator().generate(new GenerationJob("a red boat", refiningSettings(), 7),
                GenerationProgress.NONE));
    }

    private GenerationJob job(long seed) {
        return new GenerationJob("a green hill", refiningSettings(), seed);
    }

    private ImageFile refined(ImageFile stored, double strength) {
        return file(generator().refine(job(SEED), stored, strength, GenerationProgress.NONE));
    }

    private static ImageFile file(JobOutcome outcome) {
        return ((GeneratedImage) outcome).file();
    }

    /** Mean difference of green. */
    private static double distance(ImageFile file, ImageFile other) {
        BufferedImage a = JobImages.decoded(file);
        BufferedImage b = JobImages.decoded(other);
        double sum = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                sum += Math.abs(((a.getRGB(x, y) >> 8) & 0xff) - ((b.getRGB(x, y) >> 8) & 0xff));
            }
        }
        return sum / a.getHeight() / a.getWidth();
    }
}
