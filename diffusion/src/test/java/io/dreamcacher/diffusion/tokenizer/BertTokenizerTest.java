package io.dreamcacher.diffusion.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.Fuzz;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against the Hugging Face tokenizers library, on the bundled verifier's vocabulary; and on a tiny one. */
final class BertTokenizerTest {
    private static final Path VERIFIER = Path.of("../models/verifier");
    private static final JsonMapper JSON = new JsonMapper();

    private static final String TINY = """
            {"truncation": {"max_length": 12}, "added_tokens": [{"id": 1, "content": "[CLS]", "special": true}],
             "normalizer": {"type": "BertNormalizer", "lowercase": true},
             "pre_tokenizer": {"type": "BertPreTokenizer"},
             "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]},
             "model": {"type": "WordPiece", "max_input_chars_per_word": 10, "vocab": {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2,
               "a": 3, "cat": 4, "##s": 5, "[": 6, "sep": 7, "]": 8, "caf": 9, "##é": 10, "cafe": 11, ",": 12}}}""";

    @TempDir
    private Path folder;

    @Test
    void pair_goldenPairs_areTheReferences() throws IOException {
        BertTokenizer tokenizer = BertTokenizer.fromFolder(VERIFIER);
        List<String> lines = Files.readAllLines(VERIFIER.resolve("golden/tokens.jsonl"));
        int cut = 0;
        for (String line : lines) {
            JsonNode row = JSON.readTree(line);
            BertTokenizer.Pair pair = tokenizer.pair(tokenizer.ids(row.path("asked").asString()),
                    tokenizer.ids(row.path("stored").asString()));
            assertThat(pair.ids()).as(line).containsExactly(integers(row.path("ids")));
            assertThat(pair.types()).as(line).containsExactly(integers(row.path("types")));
            cut += pair.cut() ? 1 : 0;
        }
        assertThat(lines).hasSize(300);
        assertThat(cut).as("of six that fill the window").isEqualTo(5);
    }

    private static int[] integers(JsonNode list) {
        return list.valueStream().mapToInt(JsonNode::intValue).toArray();
    }

    private BertTokenizer tiny() throws IOException {
        return of(TINY);
    }

    private BertTokenizer of(String json) throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), json);
        return BertTokenizer.fromFolder(folder);
    }

    @Test
    void ids_wordsThatNoPieceFits_areUnknown() throws IOException {
        assertThat(tiny().ids("A cats, dog catx")).containsExactly(3, 4, 5, 12, 0, 0);
        assertThat(tiny().ids("sssssssssss")).as("longer than words may be").containsExactly(0);
        assertThat(tiny().ids(" \u200b\n")).isEmpty();
    }

    /** Else whoever asks could write the stored prompt too. */
    @Test
    void ids_specialTokensSpelledOut_arePlainText() throws IOException {
        assertThat(tiny().ids("[SEP] cat")).containsExactly(6, 7, 8, 4);
    }

    @Test
    void ids_accents_areStrippedOnlyIfTheFileSaysSo() throws IOException {
        assertThat(tiny().ids("CAFÉ")).containsExactly(11);
        BertTokenizer cased = of(TINY.replace("\"lowercase\": true", "\"lowercase\": true, \"strip_accents\": false"));
        assertThat(cased.ids("CAFÉ")).containsExactly(9, 10);
        BertTokenizer capitals = of(TINY.replace("\"lowercase\": true", "\"lowercase\": false"));
        assertThat(capitals.ids("CAT cat")).containsExactly(0, 4);
    }

    @Test
    void pair_longTexts_areCutLongestFirst() throws IOException {
        BertTokenizer tokenizer = tiny(); // room for nine beside three special tokens
        int[] four = tokenizer.ids("a a a a");
        int[] ten = tokenizer.ids("cat ".repeat(10));
        assertThat(tokenizer.pair(four, four).cut()).isFalse();
        assertThat(tokenizer.pair(four, ten).ids()).containsExactly(1, 3, 3, 3, 3, 2, 4, 4, 4, 4, 4, 2);
        assertThat(tokenizer.pair(ten, four).types()).containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1);
        assertThat(tokenizer.pair(ten, ten).types()).containsExactly(0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1);
        assertThat(tokenizer.pair(ten, new int[0]).ids()).containsExactly(1, 4, 4, 4, 4, 4, 4, 4, 4, 4, 2, 2);
        assertThat(tokenizer.pair(ten, new int[0]).cut()).isTrue();
    }

    @Test
    void window_isWhatTheFilesSay() throws IOException {
        assertThat(tiny().window()).isEqualTo(12);
        assertThat(of(TINY.replace("{\"max_length\": 12}", "null")).window()).isEqualTo(512);
        assertThat(tiny().within(9).window()).isEqualTo(9);
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 20}");
        assertThat(tiny().window()).isEqualTo(20);
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 1e30}");
        assertThat(tiny().window()).isEqualTo(12);
        assertRefused("A pair needs a window of 5 tokens or more", TINY.replace(": 12}", ": 4}"));
    }

    @Test
    void fromFolder_otherTokenizers_areNamed() throws IOException {
        assertRefused("model.type in %s must be WordPiece", TINY.replace("WordPiece", "BPE"));
        assertRefused("found \"Unigram\"", TINY.replace("WordPiece", "Unigram"));
        assertRefused("normalizer.type in %s must be BertNormalizer", TINY.replace("BertNormalizer", "NFC"));
        assertRefused("pre_tokenizer.type", TINY.replace("BertPreTokenizer", "ByteLevel"));
        assertRefused("post_processor.type", TINY.replace("BertProcessing", "RobertaProcessing"));
        assertRefused("must hold the token [UNK]", TINY.replace("[UNK]", "unknown"));
        assertRefused("must hold the token [S]", TINY.replace("\"sep\": [\"[SEP]\"", "\"sep\": [\"[S]\""));
        assertRefused("added_tokens in %s must be special tokens alone",
                TINY.replace("\"special\": true", "\"special\": false"));
        assertRefused("normalizer.lowercase in %s must be true or false", TINY.replace("\"lowercase\": true",
                "\"lowercase\": 1"));
        assertRefused("must be JSON", "{");
        Files.delete(folder.resolve("tokenizer.json"));
        assertThatThrownBy(() -> BertTokenizer.fromFolder(folder)).hasMessageContaining("it is missing");
    }

    private void assertRefused(String sentence, String json) {
        assertThatThrownBy(() -> of(json)).isInstanceOfSatisfying(DreamCacherException.class, e -> {
            assertThat(e.category()).isEqualTo(FailureCategory.BAD_MODEL);
            assertThat(e).hasMessageContaining(sentence.formatted(folder.resolve("tokenizer.json")));
        });
    }

    @Test
    void fromFolder_brokenFiles_areRefusedOrWork() {
        List<String> texts = List.of("a cat, cats", "", "[SEP]", "é🎈");
        Fuzz.attempts(random -> {
            BertTokenizer tokenizer = of(Fuzz.mutated(TINY, random));
            List<int[]> ids = new ArrayList<>();
            texts.forEach(text -> ids.add(tokenizer.ids(text)));
            assertThat(tokenizer.pair(ids.getFirst(), ids.getLast()).ids()).isNotEmpty();
        });
    }
}
