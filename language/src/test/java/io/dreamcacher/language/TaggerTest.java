package io.dreamcacher.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaggerTest {
    private static final Tagger TAGGER = new Tagger(WordNet.open());

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"an ostrich's face | ostrich", "a boy's hat | boy", "a boy's hat | hat",
            "a red haired warrior, forest, armor | forest", "anime girl, by ilya kuvshinov, anime | anime",
            "boris johnson as a frog | boris", "an android and an orchid | android", "warrior | warrior"})
    void tag_thing_isANoun(String prompt, String noun) {
        assertThat(TAGGER.tag(prompt)).filteredOn(word -> word.text().equals(noun))
                .isNotEmpty()
                .allSatisfy(word -> assertThat(word.part()).isEqualTo(PartOfSpeech.NOUN));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"it's a dog | it's", "a cat that isn't red | isn't", "2 dogs with hats | 2"})
    void tag_contractionOrNumber_isOneWord(String prompt, String word) {
        assertThat(TAGGER.tag(prompt)).extracting(TaggedWord::text).contains(word);
    }
}
