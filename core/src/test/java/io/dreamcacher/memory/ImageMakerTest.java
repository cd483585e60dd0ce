package io.dreamcacher.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generator.CanonicalRequest;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.generator.JobOutcome;
import io.dreamcacher.generator.JobOutcome.GeneratedImage;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.SeedIntent;
import io.dreamcacher.testkit.FakeImageGenerator;
import io.dreamcacher.testkit.media.FakeImageFiles;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImageMakerTest {
    private final FakeImageFiles files = new FakeImageFiles();
    private final ImageMaker maker = new ImageMaker(files, InstantSource.system(), new Random(1));

    @Test
    void answer_several_haveTheirSeedsAndTellOfTheirMaking() {
        List<ImageAnswer> images = maker.answer(
                MemoryFixture.request("a boat").withCount(2).withSeed(new SeedIntent.Fixed(7)),
                new FakeImageGenerator(MemoryFixture.MODEL), image -> GenerationProgress.NONE).images();

        assertThat(images).extracting(image -> image.recipe().seed())
                .containsExactly(OptionalLong.of(7), OptionalLong.of(8));
        assertThat(images).allSatisfy(image -> {
            ImageFile file = ((ImageAnswer.Image.Unstored) image.image()).file();
            assertThat(files.provenance(file).orElseThrow().recipe()).isEqualTo(image.recipe());
            assertThat(image.reason()).isEqualTo(ImageMaker.NOT_USED);
        });
    }

    @Test
    void answer_fileThatIsNoImage_isTheModelsFault() {
        assertThatThrownBy(() -> maker.answer(MemoryFixture.request("a boat"), new Junk(),
                image -> GenerationProgress.NONE)).isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_MODEL))
                .hasMessageContaining("must give an image that can be read");
    }

    /** Gives something else than images. */
    private static final class Junk implements ImageGenerator {
        private final FakeImageGenerator like = new FakeImageGenerator("junk");

        @Override
        public GeneratorDescription description() {
            return like.description();
        }

        @Override
        public CanonicalRequest canonical(String prompt, GenerationSettings settings) {
            return like.canonical(prompt, settings);
        }

        @Override
        public GenerationSettings effective(GenerationSettings asked) {
            return like.effective(asked);
        }

        @Override
        public JobOutcome generate(GenerationJob job, GenerationProgress progress) {
            return new GeneratedImage(
                    new ImageFile("no image".getBytes(StandardCharsets.UTF_8), MediaType.PNG), job.seed());
        }

        @Override
        public void close() {}
    }
}
