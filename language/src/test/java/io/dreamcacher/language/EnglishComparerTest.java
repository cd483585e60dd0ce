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
            "the cat chases the mouse | the mouse chases the cat | role-reversed",
            "the cat chases the mouse | the cat is chased by the mouse | role-reversed",
            "a cat in a box | a box in a cat | place-reversed",
            "a dog in front of a house | a house in front of a dog | place-reversed",
            "a lamp above a table | a table above a lamp | place-reversed",
            "a red bowl and a green apple | a green bowl and a red apple | binding-other-head",
            "a red bowl and a green apple | a green bowl and a red apple | binding-other-dependent",
            "a dog to the left of a cat | a cat to the left of a dog | place-reversed",
            "a statue with two animals on top of it | two animals with a statue on top of them | place-reversed",
            "a tall man near a short man | a short man near a tall man | repeated",
            "a boy with a book | a girl with a book | extra-noun",
            "a wooden house | a dark wooden house | extra-adjective",
            "a man and a wall | a man jumps over a wall | extra-verb"})
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

        for (String feature : List.of("role-reversed", "place-reversed", "extra-noun", "extra-adjective",
                "binding-other-head", "binding-other-dependent")) {
            assertThat(evidence.feature(feature).orElseThrow()).as(feature).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "a red bowl and a green apple | a green apple and a red bowl",
            "the cat chases the mouse | the mouse is chased by the cat",
            "a dog to the left of a cat | a cat to the right of a dog",
            "in a grassy plain, four zebras stand together | 4 zebras stand together in a grassy plain",
            "a photograph of a lamp | a photo of a lamp"})
    void compare_sameThingsInSameParts_haveTheSameStructure(String asked, String stored) {
        assertThat(compare(asked, stored).feature("same-structure").orElseThrow()).isPositive();
        assertThat(compare(stored, asked).feature("same-structure").orElseThrow()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a boy's hat | a girl's hat",
            "a portrait, warrior, forest | a portrait, warrior, astronaut",

            "a red bowl and a green apple | a green bowl and a red apple",
            "the cat chases the mouse | the mouse chases the cat",
            "a dog to the left of a cat | a cat to the left of a dog",
            "some robots are working but more are charging | some robots are charging but more are working",
            "a cat on a box | a cat in a box",
            "a person not holding a ball | a person holding a ball",
            "two dogs | three dogs",
            "a tall man near a short man | a short man near a tall man",
            "a cat | a cat and a dog"})
    void compare_otherPartsOrWords_haveNotTheSameStructure(String asked, String stored) {
        assertThat(compare(asked, stored).feature("same-structure").orElseThrow()).isZero();
        assertThat(compare(stored, asked).feature("same-structure").orElseThrow()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", "???", "猫", "🐈", "a", "the cat chases the mouse", "\u0000", "in front of",
            "by by by", "and", "next to", "is is is"})
    void compare_promptWithItself_findsNoDifference(String prompt) {
        Evidence evidence = compare(prompt, prompt);

        assertThat(evidence.features().keySet()).hasSize(COMPARER.features().size());
        for (String feature : List.of("role-reversed", "place-reversed", "extra-noun", "extra-verb",
                "extra-adjective", "binding-other-head", "role-other-head", "place-other-head", "apart", "order")) {
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
