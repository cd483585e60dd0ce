package io.dreamcacher.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSizeTest {
    @ParameterizedTest
    @ValueSource(strings = {"512x768", "512X768", "512×768", " 512 x 768 ", "512\tx768\n", "000512x768"})
    void parse_anyWriting_isTheSize(String text) {
        assertThat(ImageSize.parse(text)).isEqualTo(new ImageSize(512, 768)).hasToString("512x768");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "512", "512x", "x512", "512x768x3", "-512x768", "512*768", "512.0x768", "1e3x8",
            "1234567x8", "512xx768", "five x six", "512 768", "٥١٢x٧٦٨", "512x768px"})
    void parse_anythingElse_isASentenceWithWhatWasGiven(String text) {
        assertThatThrownBy(() -> ImageSize.parse(text)).isInstanceOf(DreamCacherException.class)
                .hasMessage("A size is written WIDTHxHEIGHT in pixels, such as 512x768, but \"%s\" was given."
                        .formatted(text));
    }

    @ParameterizedTest
    @CsvSource({"0, 8", "8, 0", "-1, 8"})
    void new_lessThanAPixel_isRefused(int width, int height) {
        assertThatThrownBy(() -> new ImageSize(width, height)).isInstanceOf(DreamCacherException.class)
                .hasMessage("A picture is at least 1x1 pixels, but %dx%d was asked for.".formatted(width, height));
    }

    @Test
    void parse_zero_isRefusedAsASize() {
        assertThatThrownBy(() -> ImageSize.parse("0x8")).hasMessageContaining("at least 1x1 pixels, but 0x8");
    }

    @Test
    void pixels_ofTheLargest_doNotOverflow() {
        assertThat(new ImageSize(Integer.MAX_VALUE, Integer.MAX_VALUE).pixels()).isEqualTo(4611686014132420609L);
    }

    @Test
    void parse_textOfRandomOnes_isTheSame() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 500; i++) {
            ImageSize size = new ImageSize(random.nextInt(1, 1_000_000), random.nextInt(1, 1_000_000));
            assertThat(ImageSize.parse(size.toString())).isEqualTo(size);
        }
    }
}
