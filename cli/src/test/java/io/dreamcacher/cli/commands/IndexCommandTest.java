package io.dreamcacher.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code embed --to}, {@code index} and {@code search --in} with the bundled model. */
class IndexCommandTest {
    private static final Path PICTURES = Path.of("../models/postcards/golden");

    @TempDir
    private static Path cache;

    @TempDir
    private Path folder;

    private CommandRun run(String... arguments) {
        return CommandRun.of(cache, arguments);
    }

    private CommandRun ok(String... arguments) {
        CommandRun run = run(arguments);
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private void indexPictures(String kind) {
        ok("embed", PICTURES.toString(), "--to", path("vectors"));
        ok("index", path("vectors"), "--to", path("index"), "--kind", kind);
    }

    private JsonNode search(String... arguments) {
        String[] all = new String[arguments.length + 4];
        all[0] = "search";
        all[1] = "--json";
        all[2] = "--in";
        all[3] = path("index");
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return ok(all).json().path("results");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "flat", "hnsw", "quantised"})
    void searchIn_picture_isFoundByItselfAndById(String kind) {
        indexPictures(kind);

        JsonNode found = search("--image", PICTURES.resolve("pipeline_lms_0.png").toString(), "-k", "3");
        assertThat(found.path(0).path("id").asString()).isEqualTo("pipeline_lms_0.png");
        assertThat(found.path(0).path("similarity").asDouble()).isGreaterThan(0.999);
        assertThat(search("--like", "pipeline_lms_0.png", "-k", "2")).isEqualTo(
                search("--image", PICTURES.resolve("pipeline_lms_0.png").toString(), "-k", "2"));
    }

    @Test
    void searchIn_minus_movesAwayFromIt() {
        indexPictures("flat");
        JsonNode without = search("a boat", "-k", "1");
        String first = PICTURES.resolve(without.path(0).path("id").asString()).toString();

        JsonNode with = search("a boat", "--minus", first + "^0.9", "-k", "1");

        assertThat(with.path(0).path("id")).isNotEqualTo(without.path(0).path("id"));
    }

    @Test
    void searchIn_prompts_pictureFindsPrompts() throws IOException {
        Path prompts = folder.resolve("prompts.csv");
        Files.writeString(prompts, "id,prompt\nb,a boat on the sea\nh,a house in the snow\n", StandardCharsets.UTF_8);
        JsonNode tally = ok("embed", prompts.toString(), "--text", "--id-column", "id", "--to", path("vectors"),
                "--json").json();
        assertThat(tally.path("embedded").asInt()).isEqualTo(2);
        ok("index", path("vectors"), "--to", path("index"));

        assertThat(search("boat on the sea", "-k", "1").path(0).path("id").asString()).isEqualTo("b");
        assertThat(search("--image", PICTURES.resolve("image0.png").toString(), "-k", "2")).hasSize(2);
    }

    @Test
    void searchIn_sheet_isAPictureOfWhatWasFound() {
        indexPictures("auto");

        ok("search", "boat", "--in", path("index"), "-k", "4", "--sheet", path("sheet.png"), "--pictures",
                PICTURES.toString());

        assertThat(folder.resolve("sheet.png")).isNotEmptyFile();
    }

    @Test
    void index_again_addsNothingAndPruneDeletesWhatIsGone() throws IOException {
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        Files.copy(PICTURES.resolve("image0.png"), pictures.resolve("a.png"));
        Files.copy(PICTURES.resolve("image1.png"), pictures.resolve("b.png"));
        ok("embed", pictures.toString(), "--to", path("two"));
        ok("index", path("two"), "--to", path("index"));
        assertThat(ok("index", path("two"), "--to", path("index"), "--json").json().path("changes").toString())
                .isEqualTo("{\"added\":0,\"replaced\":0,\"unchanged\":2,\"deleted\":0}");
        Files.delete(pictures.resolve("a.png"));
        ok("embed", pictures.toString(), "--to", path("one"));

        JsonNode pruned = ok("index", path("one"), "--to", path("index"), "--prune", "--json").json();

        assertThat(pruned.path("entries").asInt()).isEqualTo(1);
        assertThat(pruned.path("changes").path("deleted").asInt()).isEqualTo(1);
    }

    @Test
    void duplicates_copiesOfAPicture_areAGroupInIndexAndMemory() throws IOException {
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        for (String name : List.of("a", "b", "c")) {
            Files.copy(PICTURES.resolve("image0.png"), pictures.resolve(name + ".png"));
        }
        Files.copy(PICTURES.resolve("image1.png"), pictures.resolve("other.png"));
        ok("embed", pictures.toString(), "--to", path("vectors"));
        ok("index", path("vectors"), "--to", path("index"));
        assertThat(ok("duplicates", "--in", path("index")).out())
                .isEqualTo("1 groups; 2 could go%na.png  b.png  c.png%n".formatted());

        assertThat(CommandRun.of(cache, folder.resolve("data"), "import", pictures.toString()).code()).isZero();
        CommandRun remembered = CommandRun.of(cache, folder.resolve("data"), "duplicates", "--json");
        assertThat(remembered.json().path("groups")).hasSize(1);
        assertThat(remembered.json().path("groups").path(0)).hasSize(3);
        assertThat(run("duplicates", "--in", path("index"), "--similarity", "2").err()).contains("--similarity");
    }

    @Test
    void searchIn_badInput_isASentenceAndNoTrace() {
        indexPictures("flat");

        assertThat(run("search", "boat", "--in", path("none")).err()).contains("There is no index in");
        assertThat(run("search", "--in", path("index")).err()).contains("Say what to search for");
        assertThat(run("search", "boat", "--minus", "boat", "--in", path("index")).err()).contains("cancels itself");
        assertThat(run("search", "--like", "nobody", "--in", path("index")).err()).contains("no entry \"nobody\"");
        assertThat(run("search", "boat", "--by-words", "--in", path("index")).err()).contains("leave them out");
        assertThat(run("index", path("none"), "--to", path("other")).err()).contains("none");
        assertThat(run("index", path("vectors"), "--to", path("x"), "--memory", "much").err())
                .contains("2G or 512M");
        assertThat(run("embed", "a", "b", "--to", path("y")).err()).contains("name one");
        assertThat(run("embed", "a", "--text").err()).contains("--to");
        assertThat(run("embed", "set.tar", "--to", path("y")).err()).contains("unpack it");
        assertThat(run("embed", PICTURES.toString(), "--where", "a=1", "--to", path("y")).err()).contains("add --text");
        assertThat(CommandRun.of(cache, folder.resolve("data"), "search", "boat", "--minus", "red").err())
                .contains("name one with --in");
        assertThat(CommandRun.of(cache, folder.resolve("data"), "import", PICTURES.toString(), "--where", "a=1").err())
                .contains("only pictures were named");
    }
}
