package io.dreamcacher.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DependencyParserTest {
    private static final DependencyParser PARSER = DependencyParser.open();
    private static final Tagger TAGGER = new Tagger(WordNet.open());

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "the cat chases the mouse | the<cat cat<chases:SUBJECT chases:ROOT the<mouse mouse<chases:OBJECT",
            "the mouse is chased by the cat | the<mouse mouse<chased:PASSIVE_SUBJECT is<chased chased:ROOT by<chased:AGENT the<cat cat<by",
            "a red bowl and a green apple | a<bowl red<bowl:MODIFIER bowl:ROOT and<bowl a<apple green<apple:MODIFIER apple<bowl:CONJUNCT",
            "a person in a parking lot holding a frisbee | person:ROOT in<person lot<in holding<person:NOUN_CLAUSE frisbee<holding:OBJECT"})
    void parse_plainPrompt_findsHeadsAndFunctions(String prompt, String expected) {
        List<TaggedWord> words = TAGGER.tag(prompt);
        Syntax syntax = PARSER.parse(words);
        List<String> found = IntStream.range(0, words.size())
                .boxed()
                .flatMap(place -> described(words, syntax, place).stream())
                .toList();

        assertThat(found).containsAll(List.of(expected.split(" ")));
    }

    private static List<String> described(List<TaggedWord> words, Syntax syntax, int place) {
        int head = syntax.head(place);
        String word = words.get(place).text();
        String arc = head == Syntax.ROOT ? word : word + "<" + words.get(head).text();
        return List.of(arc, arc + ":" + syntax.function(place));
    }

    @Test
    void parse_anyWords_isATree() {
        Random random = new Random(5);
        List<String> vocabulary = List.of("a", "cat", "the", "is", "chased", "by", "of", "in", ",", ".", "and", "red",
                "7",
                "who", "it", "running", "with", "xyzzy");
        for (int round = 0; round < 300; round++) {
            String prompt = random.ints(random.nextInt(30), 0, vocabulary.size())
                    .mapToObj(vocabulary::get)
                    .collect(Collectors.joining(" "));
            List<TaggedWord> words = TAGGER.tag(prompt);
            Syntax syntax = PARSER.parse(words);

            assertThat(syntax.size()).isEqualTo(words.size());
            for (int word = 0; word < words.size(); word++) {
                List<Integer> path = new ArrayList<>();
                for (int up = word; up != Syntax.ROOT; up = syntax.head(up)) {
                    assertThat(path).as(prompt).doesNotContain(up);
                    path.add(up);
                }
            }
        }
    }
}
