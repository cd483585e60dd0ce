package io.dreamcacher.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.model.ModelChoice;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generator.CanonicalPrompt;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.model.Rendering;
import io.dreamcacher.model.Safety;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.InitImage;
import io.dreamcacher.request.SeedVariation;
import io.dreamcacher.testkit.generator.JobImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiffusionGeneratorTest {
    private static final Rendering USUAL = Rendering.NONE.withPrecision("exact")
            .withNoise("torch-cpu")
            .withSafety(Safety.OFF);

    @TempDir
    private Path cache;
    private DiffusionGenerator generator;
    private GenerationSettings settings;

    @BeforeEach
    void open() {
        generator = open(GoldenFiles.postcards().resolve("sd"));
        settings = generator.description().defaults().withSteps(2).withSize(new ImageSize(64, 64));
    }

    @AfterEach
    void close() {
        generator.close();
    }

    private DiffusionGenerator open(Path path) {
        return DiffusionGenerator.open(ModelRef.of("postcards"), ModelChoice.of(path), new ModelFingerprint(cache),
                new SessionSettings(2));
    }

    @Test
    void description_postcards_hasTheRepositorysDefaults() {
        assertThat(generator.description().defaults())
                .isEqualTo(new GenerationSettings(new ImageSize(128, 128), 20, 3, "pndm").withRendering(USUAL));
        assertThat(generator.description().capabilities().schedulers()).contains("pndm", "ddim", "lms", "euler");
        assertThat(generator.description().fingerprint().sha256()).matches("[0-9a-f]{64}");
        assertThat(generator.description().name()).isEqualTo("postcards");
    }

    @Test
    void description_repositoryWithoutSettings_hasTheTrainedSize() {
        try (DiffusionGenerator sd1 = open(GoldenFiles.shared("tiny-sd1"));
                DiffusionGenerator sd2 = open(GoldenFiles.shared("tiny-sd2"));
                DiffusionGenerator xl = open(GoldenFiles.shared("tiny-sdxl"))) {
            assertThat(sd1.description().defaults())
                    .isEqualTo(new GenerationSettings(new ImageSize(512, 512), 50, 7.5, "pndm").withRendering(USUAL));
            assertThat(sd2.description().defaults().size()).isEqualTo(new ImageSize(64, 64));
            assertThat(xl.description().defaults().scheduler()).contains("euler");
            assertThat(xl.canonical("wow!", xl.description().defaults()).prompt().text()).contains(" | ");
        }
    }

    /** As in diffusers, where {@code force_zeros_for_empty_prompt} is about a negative prompt of None alone. */
    @Test
    void canonicalNegative_absentAndEmpty_differWhereTheModelTellsThemApart() {
        try (DiffusionGenerator sd1 = open(GoldenFiles.shared("tiny-sd1"));
                DiffusionGenerator xl = open(GoldenFiles.shared("tiny-sdxl"))) {
            for (DiffusionGenerator each : List.of(sd1, xl)) {
                assertThat(negative(each, Optional.empty()))
                        .isEqualTo(each.canonical("", each.description().defaults()).prompt().text());
                assertThat(negative(each, Optional.of("rain")))
                        .isEqualTo(each.canonical("rain", each.description().defaults()).prompt().text());
            }
            assertThat(negative(sd1, Optional.of(""))).isEqualTo(negative(sd1, Optional.empty()));
            assertThat(negative(xl, Optional.of(" "))).isEqualTo(negative(xl, Optional.of("")))
                    .isNotEqualTo(negative(xl, Optional.empty()));
        }
    }

    /** What of a negative prompt reaches the model: the third of the settings that count. */
    private static String negative(DiffusionGenerator of, Optional<String> text) {
        GenerationSettings usual = of.description().defaults();
        return of.canonical("", text.map(usual::withNegativePrompt).orElse(usual)).settings().get(2);
    }

    @Test
    void generate_emptyNegativePrompt_isEncodedBySdxlAndNoneIsZeros() {
        GenerationSettings none = new GenerationSettings(new ImageSize(32, 32), 2, 7.5, "euler");
        try (DiffusionGenerator xl = open(GoldenFiles.shared("tiny-sdxl"));
                DiffusionGenerator sd2 = open(GoldenFiles.shared("tiny-sd2"))) {
            assertThat(pixels(xl, none.withNegativePrompt(""))).isEqualTo(pixels(xl, none.withNegativePrompt(" ")))
                    .isNotEqualTo(pixels(xl, none));
            assertThat(pixels(sd2, none.withNegativePrompt(""))).isEqualTo(pixels(sd2, none));
        }
    }

    private CanonicalPrompt canonical(String prompt) {
        return generator.canonical(prompt, settings).prompt();
    }

    private static int[] pixels(DiffusionGenerator of, GenerationSettings with) {
        return pixels(JobImages.of(of.generate(new GenerationJob("a red boat", with, 42), GenerationProgress.NONE)));
    }

    @Test
    void canonical_promptsThatTokenizeAlike_areEqual() {
        CanonicalPrompt prompt = canonical("A red  boat");

        assertThat(prompt).isEqualTo(canonical(" a RED boat "));
        assertThat(prompt.text()).startsWith("2046 ")
                .endsWith(" 2047")
                .isNotEqualTo(canonical("a blue boat").text());
        assertThat(prompt.cut()).isFalse();
    }

    @Test
    void canonical_longPrompts_keepWhatIsCutAndSayWhere() {
        String words = "two yellow houses and a small blue car, ".repeat(20);
        CanonicalPrompt prompt = canonical(words + "boat");

        assertThat(prompt.cutAt().orElseThrow()).isBetween(100, 500);
        assertThat(prompt.text()).isNotEqualTo(canonical(words + "house").text());
    }

    @Test
    void check_settingsThatCannotBeDrawn_areRefusedWithNumbers() {
        assertRefused(settings.withSize(new ImageSize(130, 64)), "divisible by 8; found 130x64. Try 128x64.");
        assertRefused(settings.withSize(new ImageSize(8192, 8192)), "at most 16777216 pixels; 8192x8192 has 67108864");
        assertRefused(settings.withScheduler("magic"), "found \"magic\". The nearest known are ");
        assertThat(generator.effective(settings.withScheduler("LMSDiscreteScheduler").withSize(new ImageSize(72, 40))))
                .isEqualTo(settings.withScheduler("lms").withSize(new ImageSize(72, 40)));
    }

    private void assertRefused(GenerationSettings refused, String part) {
        assertThatThrownBy(() -> generator.effective(refused))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                .hasMessageContaining(part);
    }

    @Test
    void generate_sameJobTwice_givesTheSameImage() {
        GenerationJob job = new GenerationJob("a red boat", settings, 42);
        BufferedImage first = JobImages.of(generator.generate(job, GenerationProgress.NONE));

        assertThat(pixels(first)).isEqualTo(pixels(JobImages.of(generator.generate(job, GenerationProgress.NONE))))
                .isNotEqualTo(pixels(JobImages.of(generator.generate(new GenerationJob("a red boat", settings, 43),
                        GenerationProgress.NONE))));
        assertThat(first.getWidth()).isEqualTo(64);
    }

    @Test
    void generate_progress_countsStepsAndShowsPreviewsOnlyWhereWanted() {
        List<String> events = new ArrayList<>();
        generator.generate(new GenerationJob("a red boat", settings.withScheduler("ddim").withSteps(3), 1),
                new GenerationProgress() {
                    @Override
                    public void step(int step, int steps) {
                        events.add(step + "/" + steps);
                    }

                    @Override
                    public boolean wantsPreview(int step, int steps) {
                        return step == 2;
                    }

                    @Override
                    public void preview(int step, int steps, BufferedImage image) {
                        events.add("preview " + step + " " + image.getWidth());
                    }
                });

        assertThat(events).containsExactly("1/3", "2/3", "preview 2 64", "3/3");
    }

    /** For schedulers of every make the last preview is near the image, but for what a linear map cannot show. */
    @Test
    void generate_lastPreview_isCloseToTheImage() {
        for (String scheduler : List.of("pndm", "ddim", "euler-a", "heun", "dpmpp-2m-karras", "unipc", "lcm")) {
            List<BufferedImage> previews = new ArrayList<>();
            GenerationSettings twelve = settings.withScheduler(scheduler)
                    .withSteps(12)
                    .withSize(new ImageSize(128, 128));
            BufferedImage image = JobImages.of(generator.generate(new GenerationJob("a red boat", twelve, 1),
                    new GenerationProgress() {
                        @Override
                        public boolean wantsPreview(int step, int steps) {
                            return step == 1 || step == steps;
                        }

                        @Override
                        public void preview(int step, int steps, BufferedImage preview) {
                            previews.add(preview);
                        }
                    }));
            assertThat(meanDifference(previews.getLast(), image)).as(scheduler).isLessThan(26);
            assertThat(meanDifference(previews.getFirst(), image)).as(scheduler).isGreaterThan(30);
        }
    }

    @Test
    void generate_startImage_isChangedAndItsMaskKept() {
        BufferedImage first = JobImages.of(generator.generate(new GenerationJob("a red boat", settings, 42),
                GenerationProgress.NONE));
        InitImage start = new InitImage(first, Optional.of(new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB)));
        GenerationSettings changed = settings
                .withConditioning(settings.conditioning().withInitImage(start.reference(0.5)));
        BufferedImage kept = JobImages.of(generator.generate(
                new GenerationJob("a blue cat", changed, OptionalLong.of(1), Optional.of(start)),
                GenerationProgress.NONE));
        BufferedImage all = JobImages.of(generator.generate(
                new GenerationJob("a blue cat", changed, OptionalLong.of(1),
                        Optional.of(new InitImage(first, Optional.empty()))),
                GenerationProgress.NONE));
        assertThat(meanDifference(kept, first)).isLessThan(meanDifference(all, first));
        assertThatThrownBy(() -> generator.generate(new GenerationJob("a", changed, 1), GenerationProgress.NONE))
                .hasMessageContaining("if and only if");
        assertThatThrownBy(() -> generator.effective(
                settings.withConditioning(settings.conditioning().withInitImage(start.reference(0.1)))))
                .hasMessageContaining("0.1 of 2 steps leaves none. Choose 0.5 or more");
    }

    @Test
    void generate_variationAndOtherNoise_giveOtherImages() {
        GenerationJob job = new GenerationJob("a red boat", settings, 42);
        int[] usual = pixels(JobImages.of(generator.generate(job, GenerationProgress.NONE)));
        GenerationSettings varied = settings
                .withConditioning(settings.conditioning().withVariation(new SeedVariation(7, 0.3)));
        assertThat(pixels(
                JobImages.of(generator.generate(new GenerationJob("a red boat", varied, 42), GenerationProgress.NONE))))
                .isNotEqualTo(usual);
        GenerationSettings cuda = settings.withRendering(Rendering.NONE.withNoise("torch-cuda"));
        assertThat(pixels(drawn(cuda))).isNotEqualTo(usual);
    }

    @Test
    void effective_whatIsLeftOpen_isAsTheModelsDefaultsAre() {
        GenerationSettings asked = GenerationSettings.of(new ImageSize(64, 64));

        assertThat(generator.effective(asked))
                .isEqualTo(generator.description().defaults().withSize(new ImageSize(64, 64)));
    }

    @Test
    void effective_renderingThatCannotBe_isRefused() {
        assertRefused(settings.withRendering(Rendering.NONE.withPrecision("half")),
                "The precision must be one of exact, fast; found \"half\".");
        assertRefused(settings.withRendering(Rendering.NONE.withNoise("dice")),
                "The noise must be one of torch-cpu, torch-cuda; found \"dice\".");
        assertRefused(settings.withRendering(Rendering.NONE.withSafety(Safety.FLAG)), "has none. Turn checking off");
    }

    /** Each is a field of the request, so that another one is another request. */
    @Test
    void canonical_precisionNoiseAndSafety_eachCount() {
        List<Rendering> all = List.of(Rendering.NONE, Rendering.NONE.withPrecision("fast"),
                Rendering.NONE.withNoise("torch-cuda"), Rendering.NONE.withSafety(Safety.FLAG),
                Rendering.NONE.withSafety(Safety.BLUR), Rendering.NONE.withSafety(Safety.REFUSE));

        assertThat(all.stream()
                .map(rendering -> generator.canonical("a", settings.withRendering(rendering.over(USUAL)))))
                .doesNotHaveDuplicates();
    }

    /** As in diffusers, where a pipeline hands its eta to the schedulers that take one and 0 unless told. */
    @Test
    void generate_eta_isDdimsAndTcdsAndNoOthers() {
        Conditioning noisy = Conditioning.NONE.withEta(0.8);
        for (String scheduler : List.of("ddim", "tcd")) {
            GenerationSettings plain = settings.withScheduler(scheduler);
            assertThat(pixels(drawn(plain.withConditioning(noisy)))).as(scheduler).isNotEqualTo(pixels(drawn(plain)));
        }
        assertThatThrownBy(() -> generator.effective(settings.withScheduler("euler").withConditioning(noisy)))
                .isInstanceOf(DreamCacherException.class)
                .hasMessageStartingWith("eta must be 0 or left out for euler");
    }

    private BufferedImage drawn(GenerationSettings with) {
        return JobImages.of(generator.generate(new GenerationJob("a red boat", with, 42), GenerationProgress.NONE));
    }

    @Test
    void open_otherAutoencoder_isUsedOrRefused() {
        Path sd1 = GoldenFiles.shared("tiny-sd1");
        ModelChoice fits = new ModelChoice(sd1, Optional.of(GoldenFiles.shared("tiny-sd1-old-vae/vae")), List.of(),
                List.of());
        assertThat(fits.open().network("vae").name()).contains("tiny-sd1-old-vae");
        ModelFingerprint fingerprints = new ModelFingerprint(cache);
        try (DiffusionGenerator plain = DiffusionGenerator.open(ModelRef.of("a"), ModelChoice.of(sd1), fingerprints,
                new SessionSettings(2));
                DiffusionGenerator other = DiffusionGenerator.open(ModelRef.of("a"), fits, fingerprints,
                        new SessionSettings(2))) {
            assertThat(other.description().fingerprint()).isNotEqualTo(plain.description().fingerprint());
        }
        ModelChoice misfit = new ModelChoice(sd1, Optional.of(GoldenFiles.postcards().resolve("sd")), List.of(),
                List.of());
        assertThatThrownBy(misfit::open).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("must make latents of 4 channels")
                .hasMessageContaining("it makes 8");
    }

    @Test
    void generate_cancelled_stopsAtTheNextStep() {
        List<Integer> steps = new ArrayList<>();
        GenerationProgress progress = new GenerationProgress() {
            @Override
            public void step(int step, int total) {
                steps.add(step);
            }

            @Override
            public boolean cancelled() {
                return steps.size() == 3;
            }
        };

        assertThatThrownBy(
                () -> generator.generate(new GenerationJob("a red boat", settings.withSteps(9), 1), progress))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.CANCELLED));
        assertThat(steps).containsExactly(1, 2, 3);
    }

    /** Only the first image reads weights: a repository whose U-Net is broken opens, and says so when it is used. */
    @Test
    void generate_brokenWeights_isABadModelOnlyThen() throws IOException {
        Path copy = cache.resolve("copy");
        try (Stream<Path> files = Files.walk(GoldenFiles.postcards().resolve("sd"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(GoldenFiles.postcards().resolve("sd").relativize(file).toString()));
            }
        }
        Files.writeString(copy.resolve("unet/diffusion_pytorch_model.safetensors"), "nothing of the kind");
        try (DiffusionGenerator broken = open(copy)) {
            broken.canonical("a red boat", settings);
            assertThatThrownBy(() -> broken.generate(new GenerationJob("a", settings, 1), GenerationProgress.NONE))
                    .isInstanceOfSatisfying(DreamCacherException.class,
                            e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_MODEL))
                    .hasMessageContaining("unet/diffusion_pytorch_model.safetensors");
        }
    }

    @Test
    void generate_afterClose_isRefused() {
        generator.close();
        assertThatThrownBy(() -> generator.generate(new GenerationJob("a", settings, 1), GenerationProgress.NONE))
                .isInstanceOf(IllegalStateException.class);
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static double meanDifference(BufferedImage a, BufferedImage b) {
        int[] left = pixels(a);
        int[] right = pixels(b);
        long sum = 0;
        for (int i = 0; i < left.length; i++) {
            for (int shift = 0; shift < 24; shift += 8) {
                sum += Math.abs(((left[i] >> shift) & 0xFF) - ((right[i] >> shift) & 0xFF));
            }
        }
        return (double) sum / (3L * left.length);
    }
}
