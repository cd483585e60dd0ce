package io.dreamcacher.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.failure.DreamCacherException;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

final class FakeSearchEncoderTest {
    private final FakeSearchEncoder encoder = new FakeSearchEncoder();

    @Test
    void encode_sameWordsInAnotherOrder_isNearerThanOtherWords() {
        EncodedPrompt prompt = encoder.encode("a red boat");

        assertThat(similarity(prompt, "Boat, a RED one")).isGreaterThan(0.7);
        assertThat(similarity(prompt, "boat: a red!")).isCloseTo(1, within(1e-6));
        assertThat(similarity(prompt, "some green houses")).isLessThan(0.5);
        assertThat(encoder.promptsEncoded()).isEqualTo(4);
    }

    @Test
    void encode_imagePaintedForAPrompt_isNearThatPrompt() {
        BufferedImage image = FakeSearchEncoder.image("a red boat");

        assertThat(encoder.encode(image).similarity(encoder.encode("a red boat").text().orElseThrow()))
                .isGreaterThan(0.99);
    }

    @Test
    void encode_imageOfOneColour_hasAVector() {
        assertThat(encoder.encode(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)).dimension())
                .isEqualTo(encoder.description().jointDimension());
    }

    @Test
    void encode_emptyPrompt_hasVectors() {
        assertThat(encoder.encode("").prompt().dimension()).isEqualTo(FakeSearchEncoder.DIMENSION);
    }

    @Test
    void encode_moreWordsThanTheWindow_isCut() {
        EncodedPrompt full = encoder.encode("word ".repeat(75));
        EncodedPrompt longer = encoder.encode("word ".repeat(75) + "boat");

        assertThat(full.cut()).isFalse();
        assertThat(longer.cut()).isTrue();
        assertThat(longer.prompt()).isEqualTo(full.prompt());
    }

    @Test
    void encode_blindEncoder_refusesImagesAndHasNoJointVector() {
        try (FakeSearchEncoder blind = FakeSearchEncoder.blind()) {
            assertThat(blind.encode("a red boat").text()).isEmpty();
            assertThat(blind.description().encodesImages()).isFalse();
            assertThatThrownBy(() -> blind.encode(FakeSearchEncoder.image("a")))
                    .isInstanceOf(DreamCacherException.class)
                    .hasMessageContaining("vision tower");
        }
    }

    private double similarity(EncodedPrompt prompt, String other) {
        return prompt.prompt().similarity(encoder.encode(other).prompt());
    }
}
