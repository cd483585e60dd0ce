package io.dreamcacher.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.reuse.Evidence;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EnglishComparerTest {
    private static final EnglishComparer COMPARER = EnglishComparer.open();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "the cat chases the mouse | the mouse chases the cat | reversed",
            "the cat chases the mouse | the cat is chased by the mouse | reversed",
            "a cat in a box | a box in a cat | reversed",
            "a dog in front of a house | a house in front of a dog | reversed",
            "a lamp above a table | a table above a lamp | reversed",
            "a red bowl and a green apple | a green bowl and a red apple | exchanged",
            "a red bowl and a green apple | a green bowl and a red apple | binding-other",
            "a boy with a book | a girl with a book | missing-noun",
            "a wooden house | a stone house | missing-adjective",
            "a man walking past a mural | a man looking at a mural | missing-verb"})
    void compare_whatDiffers_isFound(String asked, String stored, String feature) {
        assertThat(compare(asked, stored).feature(feature).orElseThrow()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "the cat chases the mouse | the mouse is chased by the cat",
            "a dog in front of a house | a house behind a dog",
            "a lamp above a table | a table below a lamp",
            "a bird next to a tree | a tree beside a bird",
            "girls wash a motorcycle | a motorcycle is being washed by girls",
            "a red bowl and a green apple | a green apple and a red bowl",
            "the bus is red | a red bus"})
    void compare_sameInOtherWords_contradictsNothing(String asked, String stored) {
        Evidence evidence = compare(asked, stored);

        for (String feature : List.of("reversed", "exchanged", "missing-noun", "missing-adjective", "binding-other")) {
            assertThat(evidence.feature(feature).orElseThrow()).as(feature).isZero();
        }
    }

    @Test
    void compare_synonymsAndKinds_areToldFromOtherThings() {
        assertThat(compare("a couch", "a sofa").feature("synonym-noun").orElseThrow()).isPositive();
        assertThat(compare("an animal", "a dog").feature("narrower-noun").orElseThrow()).isPositive();
        assertThat(compare("a dog", "an animal").feature("broader-noun").orElseThrow()).isPositive();
        assertThat(compare("a dog", "a table").feature("missing-noun").orElseThrow()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", "???", "猫", "🐈", "a", "the cat chases the mouse", "\u0000", "in front of",
            "by by by", "and", "next to", "is is is"})
    void compare_promptWithItself_findsNothingMissing(String prompt) {
        Evidence evidence = compare(prompt, prompt);

        assertThat(evidence.features().keySet()).hasSize(EnglishFeature.values().length);
        for (String feature : List.of("reversed", "exchanged", "missing-noun", "missing-verb", "missing-adjective",
                "binding-other", "role-other", "place-other", "moved", "order")) {
            assertThat(evidence.feature(feature).orElseThrow()).as(feature).isZero();
        }
    }

    @Test
    void compare_longPrompt_isReadInTime() {
        String prompt = "a cat on a mat, ".repeat(6_000);

        assertThat(compare(prompt, "a cat").feature("asked-words").orElseThrow()).isLessThan(1_000);
    }

    @Test
    void compare_fromManyThreads_isTheSame() throws Exception {
        List<String> prompts = List.of("a cat in a box", "a box in a cat", "girls wash a car", "a red bus",
                "two dogs run");
        List<Evidence> expected = prompts.stream().map(prompt -> compare("a cat in a red box", prompt)).toList();
        EnglishComparer fresh = EnglishComparer.open();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<List<Evidence>>> answers = threads.invokeAll(Collections.nCopies(8,
                    () -> prompts.stream()
                            .map(prompt -> fresh.prepare("a cat in a red box").compare(prompt))
                            .toList()));
            for (Future<List<Evidence>> answer : answers) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        }
    }

    private static Evidence compare(String asked, String stored) {
        return COMPARER.prepare(asked).compare(stored);
    }
}
