package io.dreamcacher.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.testkit.GoldenData;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code embed} and {@code similarity} with the bundled model. */
class VectorCommandsTest {
    private static final Path GOLDEN = Path.of("../models/postcards/golden");
    private static final Path CLIP = Path.of("../models/postcards/clip");

    @TempDir
    private static Path cache;

    private static JsonNode embed(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "embed";
        all[1] = "--json";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        CommandRun run = CommandRun.of(cache, all);
        assertThat(run.code()).as(run.err()).isZero();
        return run.json();
    }

    private static double[] numbers(JsonNode array) {
        return IntStream.range(0, array.size()).mapToDouble(i -> array.path(i).asDouble()).toArray();
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    @Test
    void embed_prompt_isTheStateAtTheEndTokenAtUnitLength() {
        JsonNode prompt = embed("a red house").path("embeddings").path(0);
        JsonNode states = embed("a red house", "--as", "states").path("embeddings").path(0).path("states");
        int end = CommandRun.of(cache, "tokens", "a red house", "--json")
                .json()
                .path("texts")
                .path(0)
                .path("length")
                .asInt() - 1;

        double[] vector = numbers(prompt.path("vector"));
        double[] state = numbers(states.path(end));

        assertThat(states.size()).isEqualTo(77);
        assertThat(prompt.path("dimension").asInt()).isEqualTo(128);
        assertThat(dot(vector, vector)).isCloseTo(1, within(1e-6));
        assertThat(prompt.path("norm").asDouble()).isCloseTo(Math.sqrt(dot(state, state)), within(1e-3));
        for (int i = 0; i < vector.length; i++) {
            assertThat(vector[i] * prompt.path("norm").asDouble()).isCloseTo(state[i], within(1e-3));
        }
    }

    @Test
    void embed_mean_isTheMeanOfTheRealTokensStates() {
        JsonNode mean = embed("a red house", "--as", "mean").path("embeddings").path(0);
        JsonNode states = embed("a red house", "--as", "states").path("embeddings").path(0).path("states");
        int tokens = 5; // start, a, red, house, end

        double[] vector = numbers(mean.path("vector"));

        for (int i = 0; i < vector.length; i++) {
            int column = i;
            double expected = IntStream.range(0, tokens)
                    .mapToDouble(row -> states.path(row).path(column).asDouble())
                    .average()
                    .orElseThrow();
            assertThat(vector[i] * mean.path("norm").asDouble()).isCloseTo(expected, within(1e-3));
        }
    }

    @Test
    void embed_textAndPicture_areMixedInTheJointSpace() {
        JsonNode json = embed("--as", "joint", "a cat", GOLDEN.resolve("image0.png").toString(), "text:image0.png");

        assertThat(json.path("fingerprint").asString()).hasSize(64);
        assertThat(json.path("as").asString()).isEqualTo("joint");
        assertThat(json.path("embeddings").path(0).path("type").asString()).isEqualTo("text");
        assertThat(json.path("embeddings").path(1).path("type").asString()).isEqualTo("picture");
        assertThat(json.path("embeddings").path(2).path("type").asString()).isEqualTo("text");
        assertThat(json.path("embeddings").path(2).path("input").asString()).isEqualTo("image0.png");
    }

    @Test
    void embed_clipFolder_hasThePostcardsVectors() {
        JsonNode bundled = embed("a red house");
        JsonNode folder = embed("a red house", "--model", CLIP.toString());

        assertThat(folder.path("fingerprint")).isEqualTo(bundled.path("fingerprint"));
        assertThat(folder.path("embeddings")).isEqualTo(bundled.path("embeddings"));
    }

    @Test
    void embed_forPeople_isShort() {
        CommandRun run = CommandRun.of(cache, "embed", "a red house", "a blue car");

        assertThat(run.out()).hasLineCount(3).contains("128 numbers, norm ").contains("fingerprint");
    }

    @Test
    void similarity_ofTextsAndPictures_isTheMatrixOfTheirVectors() {
        String picture = GOLDEN.resolve("image0.png").toString();
        JsonNode json = CommandRun.of(cache, "similarity", "a red house", "a crimson cottage", picture, "--json")
                .json();
        JsonNode embeddings = embed("--as", "joint", "a red house", "a crimson cottage", picture).path("embeddings");
        List<double[]> vectors = IntStream.range(0, 3)
                .mapToObj(i -> numbers(embeddings.path(i).path("vector")))
                .toList();

        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                assertThat(json.path("similarities").path(row).path(column).asDouble())
                        .isCloseTo(dot(vectors.get(row), vectors.get(column)), within(1e-6));
            }
        }
        assertThat(json.path("similarities").path(0).path(1).asDouble()).isGreaterThan(0.98);
    }

    @Test
    void similarity_forPeople_isATable() {
        assertThat(CommandRun.of(cache, "similarity", "a red house", "a blue car").out()).hasLineCount(3)
                .contains("1.000")
                .contains("a red house")
                .contains("a blue car");
    }

    @Test
    void embed_statesOfTwoTextEncoders_isRefused() {
        Path model = GoldenData.of("tiny-sdxl");

        CommandRun run = CommandRun.of(cache, "embed", "a cat", "--as", "states", "--model", model.toString());

        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains("has two");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            embed                                | 2 | TEXT
            embed cat.png                        | 3 | text:cat.png
            embed picture:cat                    | 3 | cat
            embed picture:pom.xml --as joint     | 2 | pom.xml
            embed PICTURE --as prompt            | 2 | joint
            embed PICTURE --as states            | 2 | joint
            embed cat --as smell                 | 2 | smell
            embed cat --model pom.xml            | 4 | pom.xml
            similarity cat                       | 2 | 1 was given
            similarity cat dog --as states       | 2 | no one cosine
            similarity cat PICTURE --as prompt   | 2 | joint
            """)
    void commands_badInput_isOneSentenceAndACode(String line, int code, String said) {
        String picture = GOLDEN.resolve("image0.png").toString();
        CommandRun run = CommandRun.of(cache, line.replace("PICTURE", picture).split(" ", -1));

        assertThat(run.err()).hasLineCount(1).contains(said);
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
    }
}
