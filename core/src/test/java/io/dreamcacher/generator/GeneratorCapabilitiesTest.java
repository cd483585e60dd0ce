package io.dreamcacher.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generator.GeneratorCapabilities.Parameter;
import io.dreamcacher.generator.GeneratorCapabilities.Running;
import io.dreamcacher.generator.GeneratorCapabilities.Sizes;
import io.dreamcacher.model.Rendering;
import io.dreamcacher.model.Safety;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.InitImageReference;
import io.dreamcacher.request.SeedVariation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratorCapabilitiesTest {
    private static final Sizes EIGHTS = new Sizes.MultiplesOf(8, 512 * 512);
    private static final GenerationSettings BARE = GenerationSettings.of(new ImageSize(64, 64));
    private static final Set<Parameter> ALL = EnumSet.allOf(Parameter.class);

    /** Settings that say one thing each, and the words for it. */
    private static final Map<Parameter, GenerationSettings> SAYING = Map.of(Parameter.STEPS, BARE.withSteps(1),
            Parameter.GUIDANCE_SCALE, BARE.withGuidanceScale(0), Parameter.NEGATIVE_PROMPT, BARE.withNegativePrompt(""),
            Parameter.CONDITIONING, BARE.withConditioning(Conditioning.NONE.withVariation(new SeedVariation(1, 0.5))),
            Parameter.INIT_IMAGE, BARE.withConditioning(Conditioning.NONE.withInitImage(start(Optional.empty()))),
            Parameter.MASK, BARE.withConditioning(Conditioning.NONE.withInitImage(start(Optional.of("m")))),
            Parameter.PRECISION, BARE.withRendering(Rendering.NONE.withPrecision("fast")), Parameter.NOISE,
            BARE.withRendering(Rendering.NONE.withNoise("torch-cuda")), Parameter.SAFETY,
            BARE.withRendering(Rendering.NONE.withSafety(Safety.OFF)));

    private static InitImageReference start(Optional<String> mask) {
        return new InitImageReference("i", mask, 0.5);
    }

    private static GeneratorCapabilities taking(Set<Parameter> parameters, Sizes sizes) {
        return new GeneratorCapabilities(parameters, List.of("euler"), sizes, new Running(1, false, Optional.empty()),
                Optional.empty());
    }

    private static Set<Parameter> allBut(Parameter one) {
        Set<Parameter> others = EnumSet.allOf(Parameter.class);
        others.remove(one);
        return others;
    }

    @ParameterizedTest
    @EnumSource(value = Parameter.class, mode = EnumSource.Mode.EXCLUDE, names = "SEED")
    void require_oneParameter_isRefusedByThoseWithoutItAlone(Parameter parameter) {
        GenerationSettings settings = Objects.requireNonNull(SAYING.get(parameter));

        taking(ALL, EIGHTS).require(settings);
        assertThatThrownBy(() -> taking(allBut(parameter), EIGHTS).require(settings))
                .hasMessageStartingWith("This model has no use for ")
                .hasMessageEndingWith(", but the request has one; leave it out.")
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST));
        for (Parameter other : allBut(parameter)) {
            if (!(parameter == Parameter.MASK && other == Parameter.INIT_IMAGE)) {
                taking(allBut(other), EIGHTS).require(settings);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"SEED, a seed", "STEPS, steps", "GUIDANCE_SCALE, a guidance scale",
            "NEGATIVE_PROMPT, a negative prompt",
            "CONDITIONING, conditioning", "INIT_IMAGE, an image to start from", "MASK, a mask",
            "PRECISION, a precision",
            "NOISE, a noise source", "SAFETY, a safety mode"})
    void require_parameterAlone_isNamedInWords(Parameter parameter, String words) {
        taking(Set.of(parameter), EIGHTS).require(parameter);
        assertThatThrownBy(() -> taking(allBut(parameter), EIGHTS).require(parameter)).hasMessage(
                "This model has no use for %s, but the request has one; leave it out.".formatted(words));
    }

    @Test
    void require_severalThings_namesTheFirst() {
        GenerationSettings much = BARE.withSteps(2).withNegativePrompt("fog").withGuidanceScale(3);

        assertThatThrownBy(() -> taking(Set.of(), EIGHTS).require(much)).hasMessageContaining("no use for steps");
        assertThatThrownBy(() -> taking(Set.of(Parameter.STEPS), EIGHTS).require(much))
                .hasMessageContaining("no use for a guidance scale");
    }

    @Test
    void require_nothingSaid_isTakenByThoseThatTakeNothing() {
        taking(Set.of(), EIGHTS).require(BARE);
    }

    @Test
    void require_scheduler_isRefusedWhereThereIsNone() {
        GeneratorCapabilities none = new GeneratorCapabilities(ALL, List.of(), EIGHTS,
                new Running(1, true, Optional.empty()), Optional.empty());

        assertThatThrownBy(() -> none.require(BARE.withScheduler("euler")))
                .hasMessage("This model has no use for a scheduler, but \"euler\" was asked for; leave it out.");
        taking(ALL, EIGHTS).require(BARE.withScheduler("euler"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "130 | 64 | Width and height must be divisible by 8; found 130x64. Try 128x64.",
            "1 | 1 | Width and height must be divisible by 8; found 1x1. Try 8x8.",
            "132 | 3 | Width and height must be divisible by 8; found 132x3. Try 136x8.",
            "508 | 516 | Width and height must be divisible by 8; found 508x516. Try 504x512.",
            "512 | 520 | A picture must have at most 262144 pixels; 512x520 has 266240.",
            "2147483647 | 8 | A picture must have at most 262144 pixels; 2147483647x8 has 17179869176.",
            "2147483647 | 2147483647 | A picture must have at most 262144 pixels; 2147483647x2147483647 has 4611686014132420609."})
    void require_sizeThatIsNone_saysWhichWouldBe(int width, int height, String sentence) {
        assertThatThrownBy(() -> taking(ALL, EIGHTS).require(BARE.withSize(new ImageSize(width, height))))
                .hasMessage(sentence);
    }

    /** What it says to try, it takes. */
    @ParameterizedTest
    @CsvSource({"1, 8", "2, 8", "3, 64", "4, 7", "5, 1"})
    void require_anySize_isTakenOrTheOneToTryIs(long seed, int multiple) {
        Random random = new Random(seed);
        GeneratorCapabilities capabilities = taking(ALL, new Sizes.MultiplesOf(multiple, 300_000));
        Pattern proposal = Pattern.compile(".*Try (\\d+x\\d+)\\.");
        int proposals = 0;
        for (int i = 0; i < 2_000; i++) {
            ImageSize asked = new ImageSize(1 + random.nextInt(900), 1 + random.nextInt(900));
            try {
                capabilities.require(BARE.withSize(asked));
                assertThat(asked.width() % multiple + asked.height() % multiple).isZero();
                assertThat(asked.pixels()).isLessThanOrEqualTo(300_000);
            } catch (DreamCacherException e) {
                Matcher matcher = proposal.matcher(e.getMessage());
                if (matcher.matches()) {
                    proposals++;
                    capabilities.require(BARE.withSize(ImageSize.parse(matcher.group(1))));
                } else {
                    assertThat(asked.pixels()).as(e.getMessage()).isGreaterThan(300_000);
                }
            }
        }
        assertThat(proposals > 0).isEqualTo(multiple > 1);
    }

    @Test
    void require_sizeOutOfAFewOnes_saysThem() {
        GeneratorCapabilities few = taking(ALL,
                new Sizes.OneOf(List.of(new ImageSize(1024, 1024), new ImageSize(1024, 1536))));

        few.require(BARE.withSize(new ImageSize(1024, 1536)));
        assertThatThrownBy(() -> few.require(BARE.withSize(new ImageSize(1536, 1024))))
                .hasMessage("The size must be one of 1024x1024, 1024x1536, but 1536x1024 was asked for.");
    }

    @Test
    void new_whatItIsGiven_isCopied() {
        List<ImageSize> sizes = new ArrayList<>(List.of(new ImageSize(8, 8)));
        List<String> schedulers = new ArrayList<>(List.of("euler"));
        GeneratorCapabilities capabilities = new GeneratorCapabilities(ALL, schedulers, new Sizes.OneOf(sizes),
                new Running(1, false, Optional.empty()), Optional.empty());

        sizes.add(new ImageSize(64, 64));
        schedulers.clear();

        assertThat(capabilities.schedulers()).containsExactly("euler");
        assertThatThrownBy(() -> capabilities.require(BARE)).hasMessageContaining("must be one of 8x8, but");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void running_numberThatLetsNothingThrough_isRefused(int atOnce) {
        assertThatThrownBy(() -> new Running(atOnce, false, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("atOnce must be 1 or more, found " + atOnce);
    }
}
