package io.dreamcacher.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExportCommandTest {
    @TempDir
    private static Path cache;

    @TempDir
    private Path folder;

    private CommandRun run(String data, String... arguments) {
        return CommandRun.of(cache, folder.resolve(data), arguments);
    }

    private CommandRun ok(String data, String... arguments) {
        CommandRun run = run(data, arguments);
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    private void generate(String data, String prompt, int seed) {
        ok(data, "generate", prompt, "--steps", "1", "--seed", String.valueOf(seed), "-o",
                folder.resolve("out.png").toString());
    }

    private List<JsonNode> lines(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file))
                .stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }

    private Map<String, String> files(String name) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder.resolve(name))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.resolve(name).relativize(file).toString(),
                        Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    @Test
    void export_importedElsewhere_answersTheSame() throws IOException {
        generate("data", "a boat, \"red\"", 1);
        generate("data", "a house", 2);
        Files.writeString(folder.resolve("more.txt"), "only words\n");
        ok("data", "warm", folder.resolve("more.txt").toString(), "--embed-only");

        JsonNode tally = ok("data", "export", "--to", folder.resolve("out").toString(), "--json").json();

        assertThat(tally.toString()).isEqualTo("{\"images\":2,\"prompts\":3,\"missing\":0}");
        assertThat(lines("out/images.jsonl")).extracting(line -> line.path("prompt").asString())
                .containsExactly("a house", "a boat, \"red\"");
        assertThat(lines("out/prompts.jsonl")).extracting(line -> line.path("prompt").asString())
                .containsExactlyInAnyOrder("a house", "a boat, \"red\"", "only words");
        ok("other", "import", folder.resolve("out/images").toString());
        JsonNode again = ok("other", "generate", "a house", "--steps", "1", "--seed", "2", "--json").json();
        assertThat(again.toString()).contains("EXACT");
        assertThat(again.toString()).contains(lines("out/images.jsonl").getFirst().path("id").asString());
    }

    @Test
    void export_tars_areTakenInAgain() throws IOException {
        generate("data", "a boat", 1);
        generate("data", "a house", 2);

        ok("data", "export", "--to", folder.resolve("out").toString(), "--layout", "webdataset");
        JsonNode taken = ok("other", "import", folder.resolve("out/00000.tar").toString(), "--json").json();

        assertThat(taken.path("remembered").asInt()).isEqualTo(2);
        assertThat(ok("other", "generate", "a house", "--steps", "1", "--seed", "2", "--json").out()).contains("EXACT");
    }

    @Test
    void export_tables_arePromptsForWarm() throws IOException {
        generate("data", "a boat", 1);
        generate("data", "a house", 2);

        ok("data", "export", "--to", folder.resolve("out").toString(), "--layout", "parquet");
        JsonNode taken = ok("other", "warm", folder.resolve("out/images_00000.parquet").toString(), "--embed-only",
                "--where", "seed=2", "--json").json();

        assertThat(taken.path("embedded").asInt()).isEqualTo(1);
        assertThat(taken.path("filtered").asInt()).isEqualTo(1);
        assertThat(files("out")).hasSize(4);
    }

    @Test
    void export_sortedWithoutIdAndTime_isTheSameOfTwoMemoriesFilledInAnotherOrder() throws IOException {
        generate("one", "a boat", 1);
        generate("one", "a boat", 2);
        generate("one", "a house", 3);
        generate("two", "a house", 3);
        generate("two", "a boat", 2);
        generate("two", "a boat", 1);

        for (String memory : List.of("one", "two")) {
            ok(memory, "export", "--to", folder.resolve("out-" + memory).toString(), "--sorted", "--without",
                    "id,time");
        }

        assertThat(files("out-one")).hasSize(5).isEqualTo(files("out-two"));
    }

    @Test
    void export_badInput_isASentence() throws IOException {
        Files.writeString(folder.resolve("file.txt"), "x");

        assertThat(run("data", "export", "--to", folder.toString()).err()).contains("has files in it");
        assertThat(run("data", "export", "--to", folder.resolve("out").toString(), "--without", "all").err())
                .contains("takes id, time");
        assertThat(run("data", "export", "--to", folder.resolve("file.txt").toString()).err())
                .contains("name another one");
    }

    @Test
    void export_imageWhoseFileIsGone_isCountedAndTheOthersWritten() throws IOException {
        generate("data", "a boat", 1);
        generate("data", "a house", 2);
        try (Stream<Path> images = Files.walk(folder.resolve("data/images/public"))) {
            Files.delete(images.filter(Files::isRegularFile).findFirst().orElseThrow());
        }

        CommandRun run = run("data", "export", "--to", folder.resolve("out").toString());

        assertThat(run.code()).isEqualTo(ExitCode.SOME_FAILED);
        assertThat(run.out()).contains("1 pictures", "1 remembered pictures have no file");
    }
}
