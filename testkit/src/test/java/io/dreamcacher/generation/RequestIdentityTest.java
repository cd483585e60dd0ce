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
                Conditioning.NONE.withInitImage(new InitImageReference("a", Optional.empty(), 0.6)));
        List<GenerationSettings> settings = all.stream().map(Samples.SETTINGS::withConditioning).toList();

        assertThat(settings.stream().map(each -> of(each).key())).doesNotHaveDuplicates();
        assertThat(settings.stream().map(each -> of(each).settingsKey())).doesNotHaveDuplicates();
    }

    private static RequestIdentity of(GenerationSettings settings) {
        return RequestIdentity.of(Samples.MODEL, "a boat", "", settings);
    }
}
