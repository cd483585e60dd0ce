package io.dreamcacher.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LinksCommandTest {
    private static final String TABLE = """
            prompt,raw_data
            a boat,"{""image_uri"": ""https://example.org/1.png"", ""id"": ""g1""}"
            a house,"{""image_uri"": ""PENDING""}"
            a tree,"{""image_uri"": "
            a hill,"{""image_uri"": ""https://example.org/4.png"", ""id"": ""g4""}"
            """;

    @TempDir
    private Path folder;

    @Test
    void links_tableWithABrokenRow_areALineEachAndTheRestIsSaidBeside() throws IOException {
        CommandRun run = CommandRun.of(folder, "links", table());

        assertThat(run.out()).isEqualToNormalizingNewlines("https://example.org/1.png\nhttps://example.org/4.png\n");
        assertThat(run.err()).contains("line 4 of", "JSON object", "4 rows: 2 links, 1 pending, 1 broken");
        assertThat(run.code()).isEqualTo(ExitCode.SOME_FAILED);
    }

    @Test
    void links_withIds_haveThemBefore() throws IOException {
        assertThat(CommandRun.of(folder, "links", table(), "--ids").out())
                .isEqualToNormalizingNewlines("g1\thttps://example.org/1.png\ng4\thttps://example.org/4.png\n");
    }

    @Test
    void links_json_isOneObject() throws IOException {
        JsonNode object = JsonMapper.shared().readTree(CommandRun.of(folder, "links", table(), "--json").out());

        assertThat(object.path("links").size()).isEqualTo(2);
        assertThat(object.path("links").path(1).path("id").asString()).isEqualTo("g4");
        assertThat(object.path("tally").path("pending").asInt()).isEqualTo(1);
        assertThat(object.path("defects").path(0).asString()).startsWith("line 4 of");
    }

    @Test
    void links_anotherKeyOrColumn_isRead() throws IOException {
        Path file = Files.writeString(folder.resolve("u.csv"), "address,x\nhttps://example.org/1.png,1\n");

        assertThat(CommandRun.of(folder, "links", file.toString(), "--column", "Address").code()).isZero();
        assertThat(CommandRun.of(folder, "links", table(), "--key", "id").err()).contains("is \"g1\"", "0 links");
    }

    @Test
    void links_openPrompts_are90() {
        Path file = Path.of("../../shared/data/prompts/open-prompts-1k.csv");
        assumeTrue(Files.exists(file), "the open prompts are not here");

        CommandRun run = CommandRun.of(folder, "links", file.toString());

        assertThat(run.out().lines()).hasSize(90);
        assertThat(run.err()).contains("998 rows: 90 links, 908 pending, 0 broken");
        assertThat(run.code()).isZero();
    }

    private String table() throws IOException {
        return Files.writeString(folder.resolve("p.csv"), TABLE).toString();
    }
}
