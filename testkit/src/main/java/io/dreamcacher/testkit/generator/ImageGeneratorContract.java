package io.dreamcacher.testkit.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.GeneratorCapabilities;
import io.dreamcacher.generator.GeneratorCapabilities.Parameter;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.generator.JobOutcome;
import io.dreamcacher.generator.JobOutcome.GeneratedImage;
import io.dreamcacher.generator.JobOutcome.RefusedByPolicy;
import io.dreamcacher.model.Rendering;
import io.dreamcacher.model.Safety;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.testkit.media.EncodedImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link ImageGenerator} must do; what it says it can do is what it does. */
public abstract class ImageGeneratorContract {
    private static final String PROMPT = "a red boat";
    private static final int MOST_AT_ONCE = 8;
    /** Parameters that change every image; others depend on what a model has. */
    private static final Set<Parameter> COUNT = Set.of(Parameter.STEPS, Parameter.GUIDANCE_SCALE,
            Parameter.NEGATIVE_PROMPT, Parameter.CONDITIONING);

    /** For subclasses. */
    protected ImageGeneratorContract() {}

    /** What is tested. */
    protected abstract ImageGenerator generator();

    /** Settings it draws with soon. */
    protected GenerationSettings settings() {
        return generator().description().defaults();
    }

    /** A prompt that its policy forbids; empty where it has none. */
    protected Optional<String> forbidden() {
        return Optional.empty();
    }

    @Test
    void generate_anyJob_isAFileOfItsTypeAndSize() {
        GeneratedImage image = made(PROMPT, settings());
        assertThat(EncodedImages.typeOf(image.file().bytes())).contains(image.file().type());
        assertThat(EncodedImages.sizeOf(image.file())).isEqualTo(settings().size());
        assertThat(image.flagged()).isFalse();
        image.revisedPrompt().ifPresent(revised -> assertThat(revised).isNotEqualTo(PROMPT));
    }

    @Test
    void generate_oneSeed_isOneImageAndSaysItsSeed() {
        assumeTrue(takes(Parameter.SEED));
        GeneratedImage first = image(generator().generate(new GenerationJob(PROMPT, settings(), 5),
                GenerationProgress.NONE));
        GeneratedImage again = image(generator().generate(new GenerationJob(PROMPT, settings(), 5),
                GenerationProgress.NONE));
        GeneratedImage other = image(generator().generate(new GenerationJob(PROMPT, settings(), 6),
                GenerationProgress.NONE));

        assertThat(again).isEqualTo(first).isNotEqualTo(other);
        assertThat(first.seed()).hasValue(5);
        assertThat(other.seed()).hasValue(6);
    }

    @Test
    void generate_severalAtOnce_areEachTheirOwn() throws InterruptedException, ExecutionException {
        int count = Math.clamp(capabilities().running().atOnce(), 2, MOST_AT_ONCE);
        List<Callable<GeneratedImage>> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String prompt = "a boat number " + i;
            jobs.add(() -> made(prompt, settings()));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            int i = 0;
            for (Future<GeneratedImage> future : threads.invokeAll(jobs)) {
                GeneratedImage alone = made("a boat number " + i++, settings());
                assertThat(EncodedImages.sizeOf(future.get().file())).isEqualTo(settings().size());
                if (takes(Parameter.SEED)) {
                    assertThat(future.get()).isEqualTo(alone);
                }
            }
        }
    }

    @Test
    void generate_progress_isToldAsDeclared() {
        List<Integer> steps = new ArrayList<>();
        var unused = generator().generate(job(PROMPT, settings()), new GenerationProgress() {
            @Override
            public void step(int step, int total) {
                assertThat(step).isBetween(1, total);
                steps.add(step);
            }
        });
        assertThat(steps.isEmpty()).isEqualTo(!capabilities().running().progress());
        assertThat(steps).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void generate_cancelled_endsWithThatOrIsDoneAlready() {
        GenerationProgress cancelled = new GenerationProgress() {
            @Override
            public boolean cancelled() {
                return true;
            }
        };
        try {
            assertThat(generator().generate(job(PROMPT, settings()), cancelled)).isNotNull();
            assertThat(capabilities().running().progress()).as("one that tells its steps can stop between them")
                    .isFalse();
        } catch (DreamCacherException e) {
            assertThat(e.category()).isEqualTo(FailureCategory.CANCELLED);
        }
    }

    @Test
    void generate_forbiddenPrompt_isRefusedWithAReasonAndAgain() {
        assumeTrue(forbidden().isPresent());
        JobOutcome outcome = generator().generate(job(forbidden().orElseThrow(), settings()), GenerationProgress.NONE);
        assertThat(outcome).isInstanceOfSatisfying(RefusedByPolicy.class,
                refusal -> assertThat(refusal.reason()).isNotBlank().doesNotContain("\n"));
        assertThat(generator().generate(job(forbidden().orElseThrow(), settings()), GenerationProgress.NONE))
                .isEqualTo(outcome);
    }

    @Test
    void effective_ofWhatItGave_isTheSame() {
        GenerationSettings effective = generator().effective(settings());
        assertThat(generator().effective(effective)).isEqualTo(effective);
        GenerationSettings open = generator().effective(GenerationSettings.of(settings().size()));
        assertThat(generator().effective(open)).isEqualTo(open);
    }

    @Test
    void effective_whatHasNoUse_isAbsentAndRefusedWhenAsked() {
        GenerationSettings effective = generator().effective(settings());
        saying(settings()).forEach((parameter, asked) -> {
            if (!takes(parameter)) {
                assertThatThrownBy(() -> generator().effective(asked)).as("%s", parameter)
                        .isInstanceOfSatisfying(DreamCacherException.class,
                                e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                        .hasMessageContaining("has no use for");
            }
        });
        assertThat(effective.steps().isPresent()).isEqualTo(takes(Parameter.STEPS));
        assertThat(effective.guidanceScale().isPresent()).isEqualTo(takes(Parameter.GUIDANCE_SCALE));
        assertThat(effective.scheduler().isPresent()).isEqualTo(!capabilities().schedulers().isEmpty());
        assertThat(takes(Parameter.PRECISION) || effective.rendering().precision().isEmpty()).isTrue();
    }

    @Test
    void effective_unknownSchedulerOrSize_isRefused() {
        for (GenerationSettings asked : List.of(settings().withScheduler("dice"),
                settings().withSize(new ImageSize(7, 9)))) {
            assertThatThrownBy(() -> generator().effective(asked)).isInstanceOfSatisfying(DreamCacherException.class,
                    e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST));
        }
    }

    @Test
    void canonical_whateverChangesTheImage_counts() {
        GenerationSettings usual = generator().effective(settings());
        assertThat(generator().canonical(PROMPT, usual)).isEqualTo(generator().canonical(PROMPT, usual))
                .isNotEqualTo(generator().canonical("a blue boat", usual));
        saying(settings()).forEach((parameter, asked) -> {
            if (takes(parameter) && COUNT.contains(parameter)) {
                assertThat(generator().canonical(PROMPT, generator().effective(asked))).as("%s", parameter)
                        .isNotEqualTo(generator().canonical(PROMPT, usual));
            }
        });
    }

    @Test
    void description_always_isTheSame() {
        assertThat(generator().description()).isEqualTo(generator().description());
        assertThat(capabilities().running().atOnce()).isPositive();
    }

    /** Settings that say one thing more, by what they say. */
    private static Map<Parameter, GenerationSettings> saying(GenerationSettings usual) {
        return new TreeMap<>(Map.of(Parameter.STEPS, usual.withSteps(usual.steps().orElse(20) + 1),
                Parameter.GUIDANCE_SCALE, usual.withGuidanceScale(usual.guidanceScale().orElse(7) + 1),
                Parameter.NEGATIVE_PROMPT, usual.withNegativePrompt("rain"), Parameter.CONDITIONING,
                usual.withConditioning(Conditioning.NONE.withGuidanceRescale(0.7)), Parameter.PRECISION,
                usual.withRendering(Rendering.NONE.withPrecision("exact")), Parameter.NOISE,
                usual.withRendering(Rendering.NONE.withNoise("torch-cpu")), Parameter.SAFETY,
                usual.withRendering(Rendering.NONE.withSafety(Safety.FLAG))));
    }

    private GeneratedImage made(String prompt, GenerationSettings settings) {
        return image(generator().generate(job(prompt, settings), GenerationProgress.NONE));
    }

    private GenerationJob job(String prompt, GenerationSettings settings) {
        return new GenerationJob(prompt, generator().effective(settings),
                takes(Parameter.SEED) ? OptionalLong.of(42) : OptionalLong.empty(), Optional.empty());
    }

    private static GeneratedImage image(JobOutcome outcome) {
        return switch (outcome) {
            case GeneratedImage image -> image;
            case RefusedByPolicy(String reason) -> throw new AssertionError("refused: " + reason);
        };
    }

    private GeneratorCapabilities capabilities() {
        return generator().description().capabilities();
    }

    private boolean takes(Parameter parameter) {
        return capabilities().takes(parameter);
    }
}
