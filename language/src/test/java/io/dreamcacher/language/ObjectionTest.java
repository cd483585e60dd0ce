package io.dreamcacher.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectionTest {
    private static final EnglishComparer COMPARER = EnglishComparer.open();

    private static Optional<String> objection(String asked, String stored) {
        return COMPARER.prepare(asked).objection(stored);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a laptop | a laptop screen", "an ostrich | an ostrich's face",
            "a cow | a cow chicken",
            "the grand canyon | a sunset behind the grand canyon", "a violin | the back of a violin",
            "an owl | an owl family", "a lovestruck cup of boba | an emoji of a lovestruck cup of boba",
            "the Empire State Building | a giant gorilla at the top of the Empire State Building"})
    void objection_pictureOfSomethingElse_isFound(String asked, String stored) {
        assertThat(objection(asked, stored)).hasValueSatisfying(reason -> assertThat(reason).contains("remembered"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a laptop | a laptop on a desk", "a cow | a photo of a cow",
            "a dog | a puppy", "roses | a bouquet of roses", "headphones | a pair of headphones",
            "a kitchen with a stove | a stove in a kitchen"})
    void objection_pictureOfTheSame_isNotFound(String asked, String stored) {
        assertThat(objection(asked, stored)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a knight, misty forest, castle | a knight, castle, oil lamps",
            "old man, red scarf, harbour | old man, harbour, gulls"})
    void objection_listLeavesSomethingOut_isFound(String asked, String stored) {
        assertThat(objection(asked, stored)).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "a knight, misty forest, castle | a castle, forest in the mist, a knight, gulls",
            "a knight, castle | a knight"})
    void objection_listSaidInOtherWordsOrNoList_isNotFound(String asked, String stored) {
        assertThat(objection(asked, stored)).isEmpty();
    }
}
