package io.dreamcacher.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.InitImageReference;
import io.dreamcacher.request.LongPrompts;
import io.dreamcacher.request.PromptSyntax;
import io.dreamcacher.request.SeedVariation;
import io.dreamcacher.testkit.Samples;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RequestIdentityTest {
    @Test
    void of_nothingUnusual_isTheKeyOfImagesRememberedSoFar() {
        assertThat(of(Samples.SETTINGS).key())
                .isEqualTo("5e5421145a850c8406981e0a5f3702140cfbd50ff4b509536f91c984cc389c99");
    }

    @Test
    void of_everyPartOfTheConditioning_countsInBothKeys() {
        List<Conditioning> all = List.of(Conditioning.NONE, Conditioning.NONE.withClipSkip(1),
                Conditioning.NONE.withGuidanceRescale(0.7), Conditioning.NONE.withPromptSyntax(PromptSyntax.WEIGHTED),
                Conditioning.NONE.withLongPrompts(LongPrompts.CHUNKED),
                Conditioning.NONE.withVariation(new SeedVariation(1, 0.1)),
                Conditioning.NONE.withVariation(new SeedVariation(2, 0.1)),
                Conditioning.NONE.withInitImage(new InitImageReference("a", Optional.empty(), 0.5)),
                Conditioning.NONE.withInitImage(new InitImageReference("a", Optional.of("b"), 0.5)),
                Conditioning.NONE.withInitImage(new InitImageReference("a", Optional.empty(), 0.6)),
                Conditioning.NONE.withEta(0.3), Conditioning.NONE.withEta(0.5));
        List<GenerationSettings> settings = all.stream().map(Samples.SETTINGS::withConditioning).toList();

        assertThat(settings.stream().map(each -> of(each).key())).doesNotHaveDuplicates();
        assertThat(settings.stream().map(each -> of(each).settingsKey())).doesNotHaveDuplicates();
    }

    /** Until there was an eta, TCD was drawn with one of 0.3, which a pipeline of diffusers would not have done. */
    @Test
    void of_tcdWithoutEta_isNotTheKeyOfImagesDrawnWithItsOldEta() {
        GenerationSettings tcd = Samples.SETTINGS.withScheduler("tcd");
        String before = "a6de09009d6ead45816a5aa06d0f147e57212d548fa02609ce49054d3fb9f2a1";

        assertThat(of(tcd).key()).isNotEqualTo(before);
        assertThat(of(tcd.withConditioning(Conditioning.NONE.withEta(0.3))).key())
                .isNotEqualTo(before)
                .isNotEqualTo(of(tcd).key());
    }

    /** A zero is a zero. */
    @Test
    void of_minusZero_isTheKeyOfZero() {
        Conditioning minus = Conditioning.NONE.withGuidanceRescale(-0.0).withEta(-0.0);

        assertThat(of(Samples.SETTINGS.withConditioning(minus)).key()).isEqualTo(of(Samples.SETTINGS).key());
        assertThat(of(Samples.SETTINGS.withGuidanceScale(-0.0)).key())
                .isEqualTo(of(Samples.SETTINGS.withGuidanceScale(0)).key());
    }

    private static RequestIdentity of(GenerationSettings settings) {
        return Samples.identity("a boat", settings);
    }
}
