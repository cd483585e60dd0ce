package io.dreamcacher.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Properties over random prompts of words that the bundled model does not know. Seeds are the repetitions. */
class GuardPropertiesTest {
    private static final Path POSTCARDS_PROMPTS = Path.of("..", "models", "postcards", "prompts.csv");

    private static final List<String> NOUNS = List.of("teapot", "wolf", "violin", "samurai", "lamp", "accordion",
            "tractor",
            "jellyfish", "cathedral", "armchair");
    private static final List<String> COLOURS = List.of("turquoise", "burgundy", "mustard", "charcoal", "brown");
    private static final List<String> NUMBERS = List.of("four", "seven", "eleven", "sixty", "nineteen");
    private static final List<String> SETTINGS = List.of("in a museum", "near a volcano", "at the opera",
            "inside a cave");

    private final Guard guard = new Guard();

    @Test
    void vocabularyOfThisTest_isNoneOfTheBundledModels() throws IOException {
        Set<String> known = Arrays.stream(Files.readString(POSTCARDS_PROMPTS).toLowerCase(Locale.ROOT).split("[^a-z]+"))
                .collect(Collectors.toSet());

        assertThat(known).contains("boat", "red", "two")
                .doesNotContainAnyElementsOf(NOUNS)
                .doesNotContainAnyElementsOf(COLOURS)
                .doesNotContainAnyElementsOf(NUMBERS)
                .doesNotContain("museum", "volcano", "opera", "cave");
    }

    @Test
    void difference_ofEveryPostcardsPromptWithItself_isEmpty() throws IOException {
        List<String> lines = Files.readAllLines(POSTCARDS_PROMPTS);

        assertThat(lines).hasSizeGreaterThan(1000)
                .allSatisfy(line -> assertThat(guard.difference(line, line)).isEmpty());
    }

    @RepeatedTest(200)
    void difference_ofRandomWordsWithThemselves_isEmpty(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<String> words = new ArrayList<>(List.of("a", "two", "no", "without", "left", "the", "\"open\"", ",", ".",
                "of", "and", "orange", "rose", "navy", "blue", "night", "Paris", "pair", "dozen", "hundred", "isn't",
                "-", "35",
                "mm", "1920", "one", "under", "big", "free", "chasing", "half", "few", "on"));
        words.addAll(NOUNS);
        words.addAll(COLOURS);
        Collections.shuffle(words, random);
        String prompt = String.join(" ", words.subList(0, random.nextInt(words.size())));

        assertThat(guard.difference(prompt, prompt)).as(prompt).isEmpty();
    }

    @RepeatedTest(100)
    void difference_ofColourExchange_isSymmetric(RepetitionInfo repetition) {
        Scene scene = new Scene(repetition);
        String prompt = "a %s %s and a %s, %s".formatted(scene.colour(0), scene.noun(0), scene.noun(1),
                scene.setting());
        String other = "a %s %s and a %s, %s".formatted(scene.colour(1), scene.noun(0), scene.noun(1), scene.setting());

        assertDiffersBothWays(prompt, other, Difference.Kind.COLOUR);
    }

    @RepeatedTest(100)
    void difference_ofSwappedColours_isSymmetric(RepetitionInfo repetition) {
        Scene scene = new Scene(repetition);
        String prompt = "a %s %s beside a %s %s".formatted(scene.colour(0), scene.noun(0), scene.colour(1),
                scene.noun(1));
        String other = "a %s %s beside a %s %s".formatted(scene.colour(1), scene.noun(0), scene.colour(0),
                scene.noun(1));

        assertDiffersBothWays(prompt, other, Difference.Kind.COLOUR);
    }

    @RepeatedTest(100)
    void difference_ofThingsToldInOtherOrder_isEmpty(RepetitionInfo repetition) {
        Scene scene = new Scene(repetition);
        String prompt = "a %s %s beside a %s %s".formatted(scene.colour(0), scene.noun(0), scene.colour(1),
                scene.noun(1));
        String other = "a %s %s beside a %s %s".formatted(scene.colour(1), scene.noun(1), scene.colour(0),
                scene.noun(0));

        assertThat(guard.difference(prompt, other)).as("%s | %s", prompt, other).isEmpty();
    }

    @RepeatedTest(100)
    void difference_ofNumbers_isSymmetric(RepetitionInfo repetition) {
        Scene scene = new Scene(repetition);
        String prompt = "%s %ss %s".formatted(scene.number(0), scene.noun(0), scene.setting());
        String other = "%s %ss %s".formatted(scene.number(1), scene.noun(2), scene.setting());

        assertDiffersBothWays(prompt, other, Difference.Kind.NUMBER);
    }

    @RepeatedTest(100)
    void difference_ofNegation_isSymmetric(RepetitionInfo repetition) {
        Scene scene = new Scene(repetition);
        String with = "a %s with a %s %s".formatted(scene.noun(0), scene.noun(1), scene.setting());
        String without = "a %s without a %s %s".formatted(scene.noun(0), scene.noun(1), scene.setting());

        assertDiffersBothWays(with, without, Difference.Kind.NEGATION);
    }

    private void assertDiffersBothWays(String prompt, String other, Difference.Kind kind) {
        assertThat(guard.difference(prompt, other)).as("%s | %s", prompt, other).map(Difference::kind).contains(kind);
        assertThat(guard.difference(other, prompt)).as("%s | %s", other, prompt).map(Difference::kind).contains(kind);
    }

    /** Random different words. */
    private static final class Scene {
        private final List<String> nouns = new ArrayList<>(NOUNS);
        private final List<String> colours = new ArrayList<>(COLOURS);
        private final List<String> numbers = new ArrayList<>(NUMBERS);
        private final String setting;

        Scene(RepetitionInfo repetition) {
            Random random = new Random(repetition.getCurrentRepetition());
            Collections.shuffle(nouns, random);
            Collections.shuffle(colours, random);
            Collections.shuffle(numbers, random);
            setting = SETTINGS.get(random.nextInt(SETTINGS.size()));
        }

        String noun(int index) {
            return nouns.get(index);
        }

        String colour(int index) {
            return colours.get(index);
        }

        String number(int index) {
            return numbers.get(index);
        }

        String setting() {
            return setting;
        }
    }
}
