package io.dreamcacher.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PromptContentTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "a castle, trending on ArtStation | a castle",
            "a castle, Highly Detailed, 8 k, by a lake, sharp focus. | a castle, by a lake",
            "masterpiece, best quality, a cat | a cat",
            "an oil painting of a cat, hd | an oil painting of a cat"})
    void of_wordsThatOnlyAskForQuality_areTakenOff(String prompt, String content) {
        assertThat(PromptContent.of(prompt).text()).isEqualTo(content);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "a castle, oil painting", "a sharp focus on the cat", "highly detailed castle", "8k", "masterpiece, 8k",
            "''"})
    void of_wordsThatSayMore_areKept(String prompt) {
        assertThat(PromptContent.of(prompt).text()).isEqualTo(prompt);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a poster of 1 9 8 4 | a poster of 1984",
            "screenshot. 2 0 0 2. | screenshot. 2002.",
            "4 cats, 1 dog | 4 cats, 1 dog", "1.5 2 km | 1.5 2 km"})
    void of_figuresSetApart_areJoined(String prompt, String content) {
        assertThat(PromptContent.of(prompt).text()).isEqualTo(content);
    }

    @Test
    void sameWords_caseAndPunctuation_doNotMatter() {
        assertThat(PromptContent.of("A McDonald’s, at night.").sameWords(PromptContent.of("a mcdonald's at night")))
                .isTrue();
        assertThat(PromptContent.of("a red boat").sameWords(PromptContent.of("boat, a red"))).isFalse();
        assertThat(PromptContent.of("two grey dogs, photograph").sameWords(PromptContent.of("2 gray dogs, photo")))
                .isTrue();
        assertThat(PromptContent.of("two dogs").sameWords(PromptContent.of("3 dogs"))).isFalse();
        assertThat(PromptContent.of("cafe\u0301").sameWords(PromptContent.of("café"))).isTrue();
    }

    @Test
    void turnedRound_twoPhrases_isSeen() {
        PromptContent boat = PromptContent.of("A red boat, at sea, 8k");

        assertThat(boat.turnedRound(PromptContent.of("at sea, a red boat."))).isTrue();
        assertThat(boat.turnedRound(boat)).isFalse();
        assertThat(boat.turnedRound(PromptContent.of("at red sea, a boat"))).isFalse();
        assertThat(PromptContent.of("a cat in a box").turnedRound(PromptContent.of("a box in a cat"))).isFalse();
    }

    @Test
    void turnedRound_morePhrases_mayBelongTogether() {
        assertThat(PromptContent.of("a man, holding a dog, a woman")
                .turnedRound(PromptContent.of("a woman, holding a dog, a man"))).isFalse();
        assertThat(PromptContent.of("a dog, big, and a cat, small")
                .turnedRound(PromptContent.of("a dog, small, and a cat, big"))).isFalse();
    }
}
