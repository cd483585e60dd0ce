package io.dreamcacher.diffusion.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.testkit.GoldenData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Golden ids: openai/CLIP d05afc4 with ftfy 6.3.1 and regex 2026.9.29; transformers 5.18.0 with tokenizers 0.23.2.
 */
class ClipTokenizerTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"clip/tokenizer", "clip/bpe_simple_vocab_16e6.txt.gz"})
    void encode_openAiGoldenRows_areEqual(String source) throws IOException {
        Path path = GoldenData.of(source);
        ClipTokenizer tokenizer = Files.isDirectory(path)
                ? ClipTokenizer.fromFolder(path, TextCleaning.OPENAI)
                : ClipTokenizer.fromOpenAiFile(path, TextCleaning.OPENAI);
        assertThat(tokenizer.vocabularySize()).isEqualTo(49_408);
        List<String> wrong = new ArrayList<>();
        List<String> lines = Files.readAllLines(GoldenData.of("clip/tokens-golden.jsonl"));
        for (String line : lines) {
            JsonNode row = new JsonMapper().readTree(line);
            String text = row.get("text").stringValue();
            TokenizedPrompt prompt = tokenizer.encode(text);
            boolean equal = ids(row.get("ids")).equals(boxed(prompt.windowIds()))
                    && prompt.allIds().length == row.get("n").intValue()
                    && prompt.truncated() == (row.get("n").intValue() > 77);
            if (!equal)
                wrong.add(text + " -> " + boxed(prompt.windowIds()));
        }
        assertThat(lines).hasSizeGreaterThan(1_900);
        assertThat(wrong).isEmpty();
    }

    @Test
    void encode_transformersGoldenRowsOfPostcards_areEqual() throws IOException {
        ClipTokenizer tokenizer = ClipTokenizer.fromFolder(Path.of("../models/postcards/sd/tokenizer"),
                TextCleaning.TRANSFORMERS);
        JsonNode rows = new JsonMapper().readTree(Path.of("../models/postcards/golden/tokenizer.json").toFile());
        assertThat(rows.size()).isEqualTo(69);
        for (JsonNode row : rows) {
            TokenizedPrompt prompt = tokenizer.encode(row.get("text").stringValue());
            assertThat(boxed(prompt.allIds())).as("%s", row.get("text")).isEqualTo(ids(row.get("ids")));
            assertThat(boxed(prompt.paddedIds())).as("%s", row.get("text")).isEqualTo(ids(row.get("ids77")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-sd1", "tiny-sd2"})
    void encode_transformersGoldenRowsByPaddingToken_areEqual(String repository) throws IOException {
        ClipTokenizer tokenizer = ClipTokenizer.fromFolder(GoldenData.of(repository + "/tokenizer"),
                TextCleaning.TRANSFORMERS);
        JsonNode rows = new JsonMapper().readTree(GoldenData.of("tokens.json").toFile());
        assertThat(rows.size()).isEqualTo(12);
        for (JsonNode row : rows) {
            TokenizedPrompt prompt = tokenizer.encode(row.get("text").stringValue());
            assertThat(boxed(prompt.paddedIds())).as("%s", row.get("text")).isEqualTo(ids(row.get(repository)));
        }
    }

    @ParameterizedTest
    @EnumSource(TextCleaning.class)
    void encode_textThatFits_isReadWhole(TextCleaning cleaning) throws IOException {
        TokenizedPrompt prompt = tiny(cleaning).encode("A  Cab ab ");
        assertThat(prompt.truncated()).isFalse();
        assertThat(prompt.readLength()).isEqualTo(10);
        assertThat(prompt.allIds()).isEqualTo(prompt.windowIds());
        assertThat(prompt.paddedIds()).hasSize(6);
    }

    @Test
    void encode_emptyText_isStartAndEndThenPadding() throws IOException {
        TokenizedPrompt prompt = tiny(TextCleaning.OPENAI).encode("");
        assertThat(prompt.allIds()).containsExactly(11, 12);
        assertThat(prompt.paddedIds()).containsExactly(11, 12, 8, 8, 8, 8);
    }

    @Test
    void encode_textThatDoesNotFit_saysWhereTheCutIs() throws IOException {
        TokenizedPrompt prompt = tiny(TextCleaning.OPENAI).encode("cab a b cb a");
        assertThat(prompt.truncated()).isTrue();
        assertThat(prompt.allIds()).hasSize(9);
        assertThat(prompt.windowIds()).hasSize(6).endsWith(12);
        assertThat(prompt.readLength()).isEqualTo("cab a b ".length());
    }

    @Test
    void encode_paddingTokenInText_isSpecialOnlyForTransformers() throws IOException {
        assertThat(tiny(TextCleaning.TRANSFORMERS).encode("a!b").allIds()).containsExactly(11, 3, 8, 4, 12);
        assertThat(tiny(TextCleaning.OPENAI).encode("a!b").allIds()).containsExactly(11, 3, 9, 4, 12);
    }

    @Test
    void encode_merges_lowestRankFirst() throws IOException {
        // "ca" is merged after "ab", so cab is c + ab, not ca + b
        assertThat(tiny(TextCleaning.OPENAI).encode("cab").allIds()).containsExactly(11, 2, 6, 12);
    }

    @Test
    void encode_byteWithoutToken_isUnknown() throws IOException {
        assertThat(tiny(TextCleaning.OPENAI).encode("z").allIds()).containsExactly(11, 12, 12);
    }

    @Test
    void encode_longWordWithoutSpace_staysFast() throws IOException {
        String word = "cab".repeat(100_000);
        int[] ids = tiny(TextCleaning.OPENAI).encode(word).allIds();
        assertThat(ids).hasSize(100_003).startsWith(11, 10, 10).endsWith(10, 2, 6, 12);
    }

    @Test
    void token_id_isTheVocabularysSpelling() throws IOException {
        ClipTokenizer tokenizer = tiny(TextCleaning.OPENAI);
        assertThat(tokenizer.token(6)).isEqualTo("ab</w>");
        assertThat(tokenizer.token(12)).isEqualTo("<|endoftext|>");
        assertThatThrownBy(() -> tokenizer.token(-1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A token id must be 0 to 12; found -1");
    }

    @Test
    void decode_ids_isTheCleanedText() throws IOException {
        ClipTokenizer tokenizer = tiny(TextCleaning.OPENAI);
        assertThat(tokenizer.decode(tokenizer.encode("CAB  a b").paddedIds())).isEqualTo("cab a b");
        assertThatThrownBy(() -> tokenizer.decode(13)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A token id must be 0 to 12; found 13");
    }

    @Test
    void decode_realVocabulary_roundTrips() {
        ClipTokenizer tokenizer = ClipTokenizer.fromFolder(GoldenData.of("clip/tokenizer"), TextCleaning.OPENAI);
        String text = "a résumé , 一只猫 & 🐱";
        assertThat(tokenizer.decode(tokenizer.encode(text).allIds())).isEqualTo(text);
    }

    @Test
    void encodeAll_texts_keepsOrder() throws IOException {
        ClipTokenizer tokenizer = tiny(TextCleaning.OPENAI);
        List<TokenizedPrompt> prompts = tokenizer.encodeAll(List.of("a", "b"));
        assertThat(prompts.get(0).allIds()).containsExactly(11, 3, 12);
        assertThat(prompts.get(1).allIds()).containsExactly(11, 4, 12);
    }

    @Test
    void encode_manyThreads_agree() {
        ClipTokenizer tokenizer = ClipTokenizer.fromFolder(GoldenData.of("clip/tokenizer"), TextCleaning.OPENAI);
        List<String> texts = IntStream.range(0, 2_000)
                .mapToObj(i -> "word%d of a cat %d".formatted(i % 97, i))
                .toList();
        List<List<Integer>> alone = texts.stream().map(text -> boxed(tokenizer.encode(text).allIds())).toList();
        ClipTokenizer fresh = tokenizer.with(TextCleaning.OPENAI);
        List<List<Integer>> together = texts.parallelStream().map(text -> boxed(fresh.encode(text).allIds())).toList();
        assertThat(together).isEqualTo(alone);
    }

    @Test
    void fromFolder_missingFolder_isNotFound() {
        assertFails(() -> ClipTokenizer.fromFolder(temporary.resolve("none"), TextCleaning.OPENAI),
                FailureCategory.NOT_FOUND, "must be a folder with vocab.json and merges.txt");
    }

    @Test
    void fromFolder_missingOrMalformedFile_isNamed() throws IOException {
        tiny(TextCleaning.OPENAI);
        Files.writeString(temporary.resolve("merges.txt"), "#version: 0.2\na b</w>\nq a\n");
        assertBad("merges.txt does not fit its vocabulary: The merge \"q a\" needs the token \"q\"");
        Files.writeString(temporary.resolve("merges.txt"), "abc\n");
        assertBad("Merge 0 must be two tokens; found \"abc\"");
        Files.writeString(temporary.resolve("merges.txt"), "");
        assertBad("merges.txt must hold merges, two tokens a line; it is empty");
        Files.delete(temporary.resolve("merges.txt"));
        assertBad("merges.txt; it is missing");
        Files.writeString(temporary.resolve("vocab.json"), "{\"a\": 0, \"b\": ");
        assertBad("vocab.json must be JSON");
        Files.writeString(temporary.resolve("vocab.json"), "[]");
        assertBad("vocab.json must be a JSON object from token to id");
        Files.writeString(temporary.resolve("vocab.json"), "{\"a\": \"x\"}");
        assertBad("vocab.json must map tokens to whole numbers; found x for \"a\"");
    }

    @Test
    void fromFolder_specialTokenNotInVocabulary_isNamed() throws IOException {
        tiny(TextCleaning.OPENAI);
        Files.writeString(temporary.resolve("special_tokens_map.json"), "{\"pad_token\": \"<pad>\"}");
        assertBad("vocab.json must hold the special token <pad>");
    }

    @Test
    void fromOpenAiFile_notGzip_isNamed() throws IOException {
        Path file = Files.writeString(temporary.resolve("bpe.txt.gz"), "a b");
        assertFails(() -> ClipTokenizer.fromOpenAiFile(file, TextCleaning.OPENAI), FailureCategory.BAD_MODEL,
                "bpe.txt.gz must be a gzip file");
    }

    private void assertBad(String message) {
        assertFails(() -> ClipTokenizer.fromFolder(temporary, TextCleaning.OPENAI), FailureCategory.BAD_MODEL,
                message);
    }

    private static void assertFails(ThrowingCallable call, FailureCategory category, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(DreamCacherException.class,
                e -> assertThat(e.category()).isEqualTo(category))
                .hasMessageContaining(message);
    }

    /** Tokens a b c and the merges ab, ca; window 6; "!" pads. */
    private ClipTokenizer tiny(TextCleaning cleaning) throws IOException {
        Files.writeString(temporary.resolve("vocab.json"), """
                {"a": 0, "b": 1, "c": 2, "a</w>": 3, "b</w>": 4, "c</w>": 5, "ab</w>": 6, "ca": 7,
                 "!": 8, "!</w>": 9, "cab": 10, "<|startoftext|>": 11, "<|endoftext|>": 12}""", StandardCharsets.UTF_8);
        Files.writeString(temporary.resolve("merges.txt"), "#version: 0.2\na b</w>\nc a\nca b\n");
        Files.writeString(temporary.resolve("tokenizer_config.json"),
                "{\"model_max_length\": 6, \"pad_token\": \"!\", \"eos_token\": {\"content\": \"<|endoftext|>\"}}");
        return ClipTokenizer.fromFolder(temporary, cleaning);
    }

    private static List<Integer> ids(JsonNode array) {
        return IntStream.range(0, array.size()).mapToObj(i -> array.get(i).intValue()).toList();
    }

    private static List<Integer> boxed(int[] ids) {
        return IntStream.of(ids).boxed().toList();
    }

    /** What openai/CLIP's pattern, which ignores case, made of these in Python; each is written as an equal plain text. */
    @ParameterizedTest
    @CsvSource({"a\u0345b, a b", "1\u0345, 1", "=\u0345=, = =", "i\u0345's, i 's", "\u0345, ''", "ΑΣ\u0345, ας"})
    void ids_openAiIgnoringCase_passesOverTheMarkWhoseCapitalIsALetter(String text, String plain) {
        ClipTokenizer openAi = ClipTokenizer.bundled(TextCleaning.OPENAI);
        assertThat(openAi.ids(text)).isEqualTo(openAi.ids(plain));
    }

    /** transformers' pattern does not ignore case, and has no place for it to be lost. */
    @Test
    void ids_transformers_keepsTheMark() {
        ClipTokenizer transformers = ClipTokenizer.bundled(TextCleaning.TRANSFORMERS);
        assertThat(transformers.ids("a\u0345b")).isNotEqualTo(transformers.ids("a b"));
    }

    /** A long s is an s to a pattern that ignores case: a contraction by itself, before the next letter. */
    @Test
    void ids_longSAfterAnApostrophe_isAContractionToOpenAiAlone() {
        ClipTokenizer openAi = ClipTokenizer.bundled(TextCleaning.OPENAI);
        assertThat(openAi.ids("it'\u017fx")).isEqualTo(openAi.ids("it'\u017f x"));
        ClipTokenizer transformers = ClipTokenizer.bundled(TextCleaning.TRANSFORMERS);
        assertThat(transformers.ids("it'\u017fx")).isNotEqualTo(transformers.ids("it'\u017f x"));
    }
}
