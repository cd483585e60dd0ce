package io.dreamcacher.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.testkit.GoldenData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TokensCommandTest {
    private static final Path CLIP = GoldenData.of("clip");

    @TempDir
    private static Path cache;

    @TempDir
    private Path folder;

    /** Golden ids: openai/CLIP d05afc4 with ftfy 6.3.1, over 1,928 real and adversarial texts. */
    @Test
    void tokens_goldenLines_haveOpenAisIds() throws IOException {
        List<JsonNode> golden = Files.readAllLines(CLIP.resolve("tokens-golden.jsonl"))
                .stream()
                .map(JsonMapper.shared()::readTree)
                .toList();

        CommandRun run = CommandRun.of(cache, "tokens", "--jsonl", CLIP.resolve("tokens-golden.jsonl").toString(),
                "--tokenizer", CLIP.resolve("tokenizer").toString());

        assertThat(run.code()).as(run.err()).isZero();
        List<JsonNode> lines = run.out().lines().map(JsonMapper.shared()::readTree).toList();
        assertThat(lines).hasSameSizeAs(golden);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i).path("ids")).as("%s", golden.get(i)).isEqualTo(golden.get(i).path("ids"));
            int length = golden.get(i).path("n").asInt();
            assertThat(lines.get(i).path("length").asInt()).as("%s", golden.get(i)).isEqualTo(length);
            assertThat(lines.get(i).path("truncated").asBoolean()).isEqualTo(length > 77);
        }
    }

    /** All CLIPs of OpenAI have one vocabulary, and it is bundled. */
    @Test
    void tokens_nameOfAnOpenAiClip_readsItsVocabulary() {
        CommandRun run = CommandRun.of(cache, "tokens", "--tokenizer", "clip-vit-large-patch14", "Hi mum");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("Hi mum: 4 tokens of 77").contains("1883  hi</w>").contains("4030  mum</w>");
        assertThat(CommandRun.of(cache, "tokens", "--tokenizer", "clip-vit-huge", "Hi mum").code()).isEqualTo(3);
    }

    @Test
    void tokens_jsonLines_areCutAndNotPadded() throws IOException {
        Path file = Files.writeString(folder.resolve("texts.jsonl"),
                "{\"text\": \"a cat\", \"more\": 1}\n\n{\"text\": \"%s\"}\n".formatted("cat ".repeat(100)));

        List<JsonNode> lines = CommandRun.of(cache, "tokens", "--jsonl", file.toString())
                .out()
                .lines()
                .map(JsonMapper.shared()::readTree)
                .toList();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).path("ids").size()).isEqualTo(lines.get(0).path("length").asInt());
        assertThat(lines.get(0).path("truncated").asBoolean()).isFalse();
        assertThat(lines.get(1).path("ids").size()).isEqualTo(77);
        assertThat(lines.get(1).path("ids").path(76)).isEqualTo(lines.get(0).path("ids").path(3));
        assertThat(lines.get(1).path("length").asInt()).isEqualTo(102);
        assertThat(lines.get(1).path("truncated").asBoolean()).isTrue();
    }

    @Test
    void tokens_badLine_isNamedAfterTheLinesBeforeIt() throws IOException {
        Path file = Files.writeString(folder.resolve("texts.jsonl"), "{\"text\": \"a\"}\n{\"txt\": \"b\"}\n");

        CommandRun run = CommandRun.of(cache, "tokens", "--jsonl", file.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).hasLineCount(1).startsWith("{\"ids\":[");
        assertThat(run.err()).hasLineCount(1).contains("Line 2").contains("texts.jsonl").contains("{\"txt\": \"b\"}");
    }

    @Test
    void tokens_thenDecode_giveTheTextBack() {
        JsonNode text = CommandRun.of(cache, "tokens", "A red   House, at sunset", "--json")
                .json()
                .path("texts")
                .path(0);

        JsonNode decoded = CommandRun.of(cache, "tokens", "--decode", text.path("ids").toString(), "--json").json();

        assertThat(decoded.path("text").asString()).isEqualTo("a red house , at sunset");
        assertThat(decoded.path("pieces")).isEqualTo(text.path("pieces"));
        assertThat(text.path("pieces").path(2).asString()).isEqualTo("red</w>");
    }

    @Test
    void tokens_longText_saysWhereItIsCut() {
        String text = "cat ".repeat(75) + "and everything after it";

        String out = CommandRun.of(cache, "tokens", text).out();

        assertThat(out).contains("tokens of 77").contains("from character 301 on (\"and everything after it\")");
    }

    @Test
    void tokens_textThatIsRepaired_saysThatTheConventionsDiffer() {
        assertThat(CommandRun.of(cache, "tokens", "a “red” house").out()).contains("--cleaning transformers");
        assertThat(CommandRun.of(cache, "tokens", "a “red” house", "--cleaning", "transformers").out())
                .contains("--cleaning openai");
        assertThat(CommandRun.of(cache, "tokens", "a red house").out()).doesNotContain("--cleaning");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            tokens                                         | 2 | 0 were given
            tokens cat --decode 1                          | 2 | 2 were given
            tokens --decode cat                            | 2 | "cat"
            tokens --decode 1,-1                           | 2 | -1 was given
            tokens --decode 99999                          | 2 | 99999
            tokens --jsonl nowhere.jsonl                   | 3 | nowhere.jsonl
            tokens cat --tokenizer nowhere                 | 3 | nowhere
            tokens cat --tokenizer x --model y             | 2 | --tokenizer
            tokens cat --model nowhere                     | 3 | nowhere
            tokens cat --cleaning soap                     | 2 | soap
            """)
    void tokens_badInput_isOneSentenceAndACode(String line, int code, String said) {
        CommandRun run = CommandRun.of(cache, line.split(" ", -1));

        assertThat(run.err()).hasLineCount(1).contains(said);
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
    }
}
