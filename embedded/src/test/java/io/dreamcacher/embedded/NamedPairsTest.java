package io.dreamcacher.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.gate.Explanation;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.reuse.ErrorBudget;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pairs of prompts that caches answered wrongly, here or elsewhere, and pairs that they should have answered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamedPairsTest {
    private ReuseExplainer explainer;

    @BeforeAll
    void open(@TempDir Path folder) {
        explainer = ReuseExplainer.open(MemoryOptions.at(folder));
    }

    @AfterAll
    void close() {
        explainer.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "the cat chases the mouse | the mouse chases the cat", "a cat in a box | a box in a cat",
            "a boy | a book", "a photo of a harbour | a painting of a harbour",
            "a portrait by Rembrandt | a portrait by Picasso",
            "a man surfing | a woman surfing",
            "a forest at night | a desert at night", "a table w/o chairs | a table with chairs",
            "zero people on a beach | people on a beach", "a non-red car | a red car",
            "King Henry IV on a throne | King Henry VI on a throne", "a church clock at 6 am | a church clock at 6 pm",
            "a #ff0000 square | a #0000ff square", "a red cube on a blue sphere | a blue cube on a red sphere",
            "a street with no people | a street with people", "golden clouds | orange clouds",
            "a sign that says \"21+1\" | a sign that says \"1+1\"", "lights on | lights off",
            "a dog to the left of a cat | a cat to the left of a dog",
            "a dog to the left of a cat | a dog to the right of a cat",
            "a baby elephant leads an elephant | an elephant leads a baby elephant",
            "two dogs and a cat | two cats and a dog",
            "a clock tower from above | a clock tower from below", "a haunted house | the inside of a haunted house",
            "young male, russian kaftan, fantasy, smooth | young male, hanfu, fantasy, smooth"})
    void explain_pairThatDiffers_isNotReused(String asked, String stored) {
        for (Explanation explanation : new Explanation[]{explain(asked, stored), explain(stored, asked)}) {
            assertThat(explanation.decision()).as(explanation.toString()).isNotInstanceOf(Gate.Decision.Return.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"a pig | a pig face", "a clock | a clock tower",
            "a tennis court | an elephant in a tennis court", "the Great Wall | a diagram of the Great Wall",
            "the Sydney Opera House | a spaceship that looks like the Sydney Opera House",
            "an ostrich | an ostrich's face", "a lighthouse keeper | an oil painting of a lighthouse keeper",
            "an espresso machine | an espresso machine, high-contrast painting",
            "a jazz musician | a jazz musician, black and white",
            "the Great Pyramid | an aerial view of the Great Pyramid"})
    void explain_storedIsOfSomethingElseOrOtherwiseMade_isNotReused(String asked, String stored) {
        Explanation explanation = explain(asked, stored);

        assertThat(explanation.decision()).as(explanation.toString()).isNotInstanceOf(Gate.Decision.Return.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "a castle, trending on ArtStation | a castle", "a castle | a castle, trending on ArtStation",
            "a McDonald’s sign | a McDonald's sign", "A Dragon | a dragon.",
            "a red bowl and a green apple | a green apple and a red bowl",
            "a dog to the left of a cat | a cat to the right of a dog",
            "a lamp above a table | a table below a lamp", "two dogs on a beach | 2 dogs on a beach",
            "the cat chases the mouse | the mouse is chased by the cat",
            "a photograph of an old harbour | a photo of an old harbour", "a margarita | a close-up of a margarita",
            "orange juice | a glass of orange juice",
            "in a grassy plain, four zebras stand together | four zebras stand together in a grassy plain"})
    void explain_pairThatSaysTheSame_isReused(String asked, String stored) {
        Explanation explanation = explain(asked, stored);

        assertThat(explanation.decision()).as(explanation.toString()).isInstanceOf(Gate.Decision.Return.class);
    }

    private Explanation explain(String asked, String stored) {
        return explainer.explain(asked, stored, ErrorBudget.USUAL);
    }
}
