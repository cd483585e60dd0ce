package io.dreamcacher.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.gate.Difference.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
    private final Guard guard = new Guard();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            COLOUR   | a blue sailing boat on the sea at sunset | a red sailing boat on the sea at sunset
            COLOUR   | a teal teapot                        | a scarlet teapot
            COLOUR   | a mauve teapot                       | a teapot
            COLOUR   | a red boat, a blue house             | a blue boat, a red house
            COLOUR   | a red cube on a blue sphere          | a blue cube on a red sphere
            COLOUR   | a crimson kettle next to a cobalt jug | a blue teapot beside a red pitcher
            COLOUR   | a grey wolf with a green scarf       | a green wolf with a grey scarf
            COLOUR   | a chair painted turquoise            | a chair painted brown
            COLOUR   | a jet-black stallion                 | a snow-white stallion
            COLOUR   | a navy blue coat                     | a dark green coat
            COLOUR   | a reddish fox                        | a bluish fox
            COLOUR   | a yellow teapot and a lamp           | a teapot and a yellow lamp
            COLOUR   | a lady in red                        | a lady in blue
            COLOUR   | a violet dress                       | a green dress
            COLOUR   | an orange cat                        | a grey cat
            COLOUR   | a red and white flag                 | a red and green flag
            COLOUR   | a pink sky over Texas                | a green sky over Texas
            QUALITY  | a photo of a cat                     | a painting of a cat
            QUALITY  | a painting of a cat                  | a photograph of a cat
            QUALITY  | a castle, pencil sketch              | a castle, watercolor
            NUMBER   | two teapots                          | three teapots
            NUMBER   | two teapots                          | a teapot
            NUMBER   | a teapot                             | two teapots
            NUMBER   | 2 kettles                            | 5 teapots
            NUMBER   | a pair of wolves                     | three wolves
            NUMBER   | a dozen eggs                         | half a dozen eggs
            NUMBER   | a dozen eggs                         | six eggs
            NUMBER   | two cubes and three spheres          | three cubes and two spheres
            NUMBER   | twenty-one candles                   | twenty-two candles
            NUMBER   | several wolves                       | one wolf
            NUMBER   | a wolf                               | a pack of wolves
            NUMBER   | a wolf                               | wolves
            NUMBER   | a woman                              | women
            NUMBER   | three people dancing                 | a person dancing
            NUMBER   | a two-headed dragon                  | a three-headed dragon
            NEGATION | a street without people              | a street with people
            NEGATION | a street without people              | a street
            NEGATION | a street with people                 | a street without people
            NEGATION | a street beside folk                 | a street with no people
            NEGATION | a street, no cars                    | a street, no people
            NEGATION | a wolf that isn't sleeping           | a wolf that is sleeping
            NEGATION | a treeless plain                     | a plain with trees
            NEGATION | a smoke-free room                    | a room full of smoke
            NEGATION | a plate free of crumbs               | a plate of crumbs
            NEGATION | a room devoid of furniture           | a room of furniture
            NEGATION | never a cloud                        | a cloud
            NEGATION | a vase without red tulips            | a vase without white tulips
            RELATION | a wolf on the left                   | a wolf on the right
            RELATION | a wolf on the left                   | a wolf
            RELATION | a lamp to the left of the vase       | a lamp to the right of the vase
            RELATION | a lamp to the left of the vase       | a vase to the left of the lamp
            RELATION | a cube on a sphere                   | a sphere on a cube
            RELATION | a cube above a sphere                | a cube below a sphere
            RELATION | a lamp under the table               | a lamp on top of the table
            RELATION | a sign with a word written on it     | a sign with a word written under it
            RELATION | a tower and birds above it           | a tower and birds below it
            RELATION | a wall, a cat standing in front of it | a wall, a cat standing behind it
            RELATION | a queen and a cat under her          | a queen and a cat on her
            RELATION | a lamp behind the vase               | a lamp in front of the vase
            RELATION | a wolf chasing a rabbit              | a rabbit chasing a wolf
            QUALITY  | a huge teapot                        | a tiny teapot
            QUALITY  | a huge teapot                        | a teapot
            QUALITY  | a big wolf and a small rabbit        | a small wolf and a big rabbit
            QUALITY  | a harbour at night                   | a harbour at noon
            QUALITY  | a harbour at midnight                | a harbour
            QUALITY  | a harbour in the rain                | a harbour on a sunny day
            QUALITY  | a foggy harbour                      | a harbour
            QUALITY  | an old man                           | a young man
            QUALITY  | an open door                         | a closed door
            QUALITY  | a black and white photo of a harbour | a photo of a harbour
            QUOTED_TEXT | a sign that says "OPEN"           | a sign that says "CLOSED"
            QUOTED_TEXT | a sign that says “open”           | a sign
            QUOTED_TEXT | a sign                            | a sign that says "open"
            NAME     | a portrait of Ada Lovelace           | a portrait of Grace Hopper
            NAME     | a portrait of a woman                | a portrait of Grace Hopper
            NAME     | a street in Paris                    | a street in Rome
            LANGUAGE | 一只猫                                 | 一只狗
            LANGUAGE | a party 🎈                            | a party 🎃
            """)
    void difference_ofWhatMustNotBeReused_isFound(Kind kind, String asked, String stored) {
        assertThat(guard.difference(asked, stored)).map(Difference::kind).contains(kind);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a crimson teapot                     | a red teapot
            an azure teapot                      | a blue teapot
            a teal teapot                        | a green teapot
            a teal teapot                        | a blue teapot
            an olive jacket                      | a green jacket
            a violet dress                       | a purple dress
            a rose dress                         | a pink dress
            a navy coat                          | a navy-blue coat
            a snow-white horse                   | a white horse
            a chair coloured turquoise           | a turquoise chair
            a wolf in grey                       | a gray wolf
            at sunset, a crimson sailboat at sea | a red sailing boat on the sea at sunset
            a red kettle and a blue jug          | a crimson teapot next to a cobalt pitcher
            a red boat and a blue house          | a blue house next to a red boat
            a teapot                             | a red teapot
            an orange on a table                 | a tangerine on a table
            a rose in a vase                     | a flower in a vase
            a ring with a ruby                   | a ring with a gem
            a wolf under a blue sky              | a wolf on a sunny day
            a wolf on the green grass            | a wolf on the lawn
            a photo of a wolf                    | a wolf
            a wolf                               | a photo of a wolf
            a man painting a fence               | a man who paints a fence
            an illustration of a wolf            | a drawing of a wolf
            two wolves                           | 2 wolves
            a pair of wolves                     | two wolves
            a couple of wolves                   | two wolves
            twelve eggs                          | a dozen eggs
            several wolves                       | many wolves
            twenty-one candles                   | 21 candles
            a wolf                               | one wolf
            one of a kind teapot                 | a teapot, one of a kind
            a wolf, 4k                           | a wolf, 8k
            a wolf, 35mm                         | a wolf, 50 mm
            a wolf, 16:9                         | a wolf
            a city in 1920                       | a city in the year 1920
            (a wolf:1.2)                         | a wolf
            a pair of shoes                      | shoes
            a street without people              | a street, no people
            a street with no people              | a street without any people
            a treeless plain                     | a plain without trees
            a seamless pattern                   | a pattern
            a wolf to the left                   | a wolf on the left side
            a lamp to the left of the vase       | a vase to the right of the lamp
            the cube below the sphere            | the sphere above the cube
            a wolf                               | a wolf on the left
            what was left of the wall            | what was left of the wall, detailed
            a huge teapot                        | an enormous kettle
            a harbour at sunset                  | a harbour at dusk
            a harbour by day                     | a harbour
            a harbour at twilight                | a harbour at dawn
            a rainy harbour                      | a harbour in a downpour
            "a wolf in the snow"                 | a wolf in the snow
            a street in Paris                    | a street in paris
            A Wolf In The Snow                   | a wolf in the snow
            A wolf. Night falls                  | a wolf, night falls
            a wolf, HDR                          | a wolf
            a party 🎈                            | a great party 🎈
            """)
    void difference_ofWhatMayMeanTheSame_isEmpty(String asked, String stored) {
        assertThat(guard.difference(asked, stored)).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a harbour | an oil painting of a harbour", "a sketch of a cat | a cat",
            "a harbour | an aerial view of a harbour", "a street | a street, black and white"})
    void differenceByTexts_onlyOneSaysHowItIsMadeOrSeen_isFound(String asked, String stored) {
        assertThat(guard.differenceByTexts(asked, stored)).map(Difference::kind).contains(Kind.QUALITY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a harbour | a photo of a harbour", "a photo of a cat | a cat",
            "a rose | a close-up of a rose", "a sketch of a cat | a cat, pencil sketch"})
    void differenceByTexts_whatAnImageIsAnyway_isEmpty(String asked, String stored) {
        assertThat(guard.differenceByTexts(asked, stored)).isEmpty();
    }

    @Test
    void difference_ofColours_quotesBothPrompts() {
        assertThat(guard.difference("a blue teapot", "a crimson teapot")).map(Difference::reason)
                .contains("The colour differs: \"blue\" is asked for, the remembered picture is of \"crimson\".");
    }

    /** Names are looked up among words, whose apostrophes are made plain. */
    @ParameterizedTest
    @ValueSource(strings = {"Donald working at McDonald’s", "the world of Roger Deakin’s films"})
    void difference_nameWithTypographicApostrophe_isItself(String prompt) {
        assertThat(guard.difference(prompt, prompt)).isEmpty();
        assertThat(guard.difference(prompt, prompt.replace('’', '\''))).isEmpty();
    }

    @Test
    void findings_areByReader() {
        assertThat(guard.findings("two big red boats at night", "a small blue boat by day, no clouds"))
                .containsOnlyKeys("count", "size", "colour", "time of day", "negation");
        assertThat(guard.findings("a boat", "a red boat")).isEmpty();
        assertThat(guard.findings("a boat ❤", "two boats")).containsOnlyKeys("script");
    }
}
