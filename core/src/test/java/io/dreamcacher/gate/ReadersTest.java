package io.dreamcacher.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each reader makes of prompts as people write them. */
class ReadersTest {
    private static List<Token> tokens(String prompt) {
        return PromptText.of(prompt).tokens();
    }

    private static String counts(String prompt) {
        return CountReader.read(tokens(prompt)).stream().map(ReadersTest::written).collect(Collectors.joining(", "));
    }

    private static String written(Count count) {
        String most = count.max() == Count.UNBOUNDED ? "+" : count.max() == count.min() ? "" : "-" + count.max();
        return "%d%s %s".formatted(count.min(), most, String.join(" ", count.noun().lemmas())).strip();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"two red boats | 2 red boat", "2 boats | 2 boat", "Three Dogs | 3 dog",
            "a boat | 1 boat", "an old boat and a dog | 1 old boat, 1 dog", "twenty one candles | 21 candle",
            "twenty-one candles | 21 candle", "a hundred balloons | 100 balloon", "two hundred sheep | 200 sheep",
            "a dozen eggs | 12 egg", "half a dozen eggs | 6 egg", "a couple of birds | 2 bird",
            "a pair of swans | 2 swan",
            "a trio of cats | 3 cat", "several boats | 3+ boat", "a few boats | 3+ boat", "many birds | 4+ bird",
            "a flock of geese | 3+ goose", "dozens of kites | 24+ kite",
            "a single rose | 1 rose", "one more tree | 1 tree", "five people riding waves | 5 person",
            "12 mice | 12 mouse", "boats | ''", "a wolf and seven young goats | 1 wolf, 7 young goat"})
    void count_ofThings_isRead(String prompt, String counts) {
        assertThat(counts(prompt)).isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a street in 1920 | 1 street", "photo, 35 mm | ''", "ratio 16:9 | ''",
            "(boat:1.3) | ''", "route 66 | ''", "chapter 3 | ''", "iso 400 | ''", "f 8 | ''", "number 5 | ''",
            "a pair of glasses | ''", "a pair of shoes | ''", "pack ice | ''", "007 | ''", "one of the boats | ''",
            "1234567 boats | ''", "in the 1980s | ''", "a 3d render | 1 3d render"})
    void count_ofNumbersThatCountNothing_isNone(String prompt, String counts) {
        assertThat(counts(prompt)).isEqualTo(counts);
    }

    private static String negated(String prompt) {
        return Negations.read(tokens(prompt))
                .phrases()
                .stream()
                .map(phrase -> String.join(" ", phrase.lemmas()))
                .collect(Collectors.joining(", "));
    }

    private static String positive(String prompt) {
        List<Token> tokens = tokens(prompt);
        return Negations.read(tokens).positive(tokens).stream().map(Token::word).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a street without people | person | a street",
            "no cars, a red house | car | a red house", "a house with no windows or doors | window door | a house with",
            "a sky without any clouds at noon | cloud | a sky at noon", "a cloudless sky | '' | a cloudless sky",
            "a treeless plain | tree | a plain", "a room free of furniture | furniture | a room",
            "a man who isn't smiling | smiling | a man who",
            "a man who isn’t smiling | smiling | a man who", "not only boats | '' | not only boats",
            "nothing but sand | '' | nothing but sand", "no 5 perfume | '' | no 5 perfume",
            "neither cats nor dogs | cat dog | ''", "an endless beach | '' | an endless beach",
            "a field, never snow | snow | a field", "WITHOUT PEOPLE | person | ''",
            "everything except the moon | moon | everything",
            "a duck instead of a dog | dog | a duck", "a free bird | '' | a free bird"})
    void negation_reachesToTheEndOfItsClause(String prompt, String negated, String positive) {
        assertThat(negated(prompt)).isEqualTo(negated);
        assertThat(positive(prompt)).isEqualTo(positive);
    }

    private static String names(String prompt) {
        return String.join(", ", Names.read(tokens(prompt)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a portrait of Ada Lovelace | Ada, Lovelace",
            "a street in Paris at night | Paris",
            "Paris at night | ''", "a boat. Old and red. | ''", "an HDR photo of NASA | ''",
            "A Street In Paris At Night | ''",
            "a photo by Ansel Adams, black and white | Ansel, Adams", "a Red boat | ''",
            "the bridge in Saint-Malo | Saint, Malo", "a café in Köln | Köln", "portrait of Éluard | Éluard",
            "what I like, in Rome | Rome", "a boat on Lake Como: sunset | Lake, Como", "McDonald's sign | ''",
            "a McDonald’s sign | McDonald’s"})
    void name_isACapitalisedWordInsideASentence(String prompt, String names) {
        assertThat(names(prompt)).isEqualTo(names);
    }

    private static String relations(String prompt) {
        return RelationReader.read(tokens(prompt))
                .stream()
                .map(relation -> "%s %s(%s; %s)".formatted(relation.written(), relation.axis(),
                        String.join(" ", relation.first().lemmas()), String.join(" ", relation.second().lemmas())))
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a cat on a table | on height(cat; table)",
            "a table under a cat | under height(cat; table)", "a bird above the house | above height(bird; house)",
            "a dog behind a fence | behind depth(fence; dog)", "a dog in front of a fence | front depth(dog; fence)",
            "a cat inside a box | inside containment(cat; box)",
            "a box outside the shop | outside containment(shop; box)",
            "a man riding a horse | riding riding(man; horse)", "a horse riding a man | riding riding(horse; man)",
            "a dog to the left of a cat | left side(dog; cat)", "a dog to the right of a cat | right side(cat; dog)",
            "a cat, on a table | ''", "a left shoe | ''",
            "a lamp on top of a red table | on height(lamp; red table)"})
    void relation_hasOneDirection(String prompt, String relations) {
        assertThat(relations(prompt)).isEqualTo(relations);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {"a sign that says \"open\" | open | a sign that says",
            "a sign “Open now” and „Zu“ | Open now; Zu | a sign and", "a sign «ouvert» | ouvert | a sign",
            "a sign 'no entry' here | no entry | a sign here", "a dog's ‘bone’ | bone | a dog's",
            "the dogs' bones and the cats' milk | ^^ | the dogs bones and the cats milk",
            "\"a whole prompt\" | ^^ | a whole prompt",
            "ﬁve boats | ^^ | five boats", "rock'n'roll | ^^ | rock'n'roll", "e\u0301clair | ^^ | éclair",
            "a 5' 10\" man | ^^ | a 5 10 man", "\"\" | ^^ | ^^"})
    void text_inQuotationMarks_isTakenOut(String prompt, String quoted, String words) {
        PromptText text = PromptText.of(prompt);

        assertThat(String.join("; ", text.quoted())).isEqualTo(quoted);
        assertThat(text.tokens().stream().map(Token::word).collect(Collectors.joining(" "))).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"boats, boat", "glass, glass", "glasses, glass", "boxes, box", "churches, church", "ladies, lady",
            "tomatoes, tomato", "wolves, wolf", "children, child", "mice, mouse", "bus, bus", "buses, bus",
            "iris, iris",
            "cactus, cactus", "cacti, cactus", "gas, gas", "people, person", "cookies, cookie", "dog's, dog's",
            "horses, horse", "houses, house", "ties, tie", "ladies, lady"})
    void singular_ofEnglishNouns(String plural, String singular) {
        assertThat(English.singular(plural)).isEqualTo(singular);
    }
}
