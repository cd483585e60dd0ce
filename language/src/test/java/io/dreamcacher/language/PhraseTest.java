package io.dreamcacher.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.reuse.PromptComparer.PhraseDifference;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PhraseTest {
    private final EnglishComparer comparer = EnglishComparer.open();

    private PhraseDifference differing(String asked, String stored) {
        return comparer.prepare(asked).differing(stored);
    }

    @Test
    void differing_oneThingChanged_isThatThingOnBothSides() {
        assertThat(differing("a red windmill beside a blue house at sunset",
                "a blue windmill beside a red house at sunset"))
                .isEqualTo(new PhraseDifference(List.of("red windmill", "blue house"),
                        List.of("blue windmill", "red house")));
    }

    @Test
    void differing_samePhrasesInOtherOrder_isNothing() {
        assertThat(differing("a green apple and two red bowls", "two red bowls and a green apple"))
                .isEqualTo(PhraseDifference.NONE);
    }

    @Test
    void differing_whatIsLeftOut_isOnOneSide() {
        assertThat(differing("a cat with an umbrella", "a cat").asked()).containsExactly("umbrella");
        assertThat(differing("a cat", "a cat with an umbrella").stored()).containsExactly("umbrella");
    }

    @Test
    void differing_events_areLookedAtToo() {
        PhraseDifference found = differing("the cat chases the mouse", "the cat watches the mouse");

        assertThat(found.asked()).containsExactly("chases");
        assertThat(found.stored()).containsExactly("watches");
    }

    @Test
    void differing_withItself_isNothing() {
        for (String prompt : List.of("", ",,,", "a photo of a photo", "一只猫", "the cat chases the mouse")) {
            assertThat(differing(prompt, prompt)).isEqualTo(PhraseDifference.NONE);
        }
    }
}
