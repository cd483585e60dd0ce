package io.dreamcacher.diffusion.conditioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.tokenizer.AddedWord;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.request.LongPrompts;
import io.dreamcacher.request.PromptSyntax;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PromptReaderTest {
    private static final int FUZZ = Integer.getInteger("dreamcacher.fuzz.inputs", 3_000);
    private static final PromptOptions CUT = PromptOptions.DEFAULT.withSyntax(PromptSyntax.WEIGHTED);
    private static final PromptOptions CHUNKED = CUT.withLongPrompts(LongPrompts.CHUNKED);
    private static final int COMMA = 267;

    private final ClipTokenizer tokenizer = ModelRepository.open(GoldenFiles.postcards().resolve("sd"))
            .tokenizer("tokenizer");
    private final PromptReader reader = new PromptReader(tokenizer);

    @Test
    void read_plainAndCut_isTheTokenizersWindow() {
        for (String prompt : List.of("", "a (red:1.3) boat BREAK", "a blue cat, ".repeat(30))) {
            PromptTokens tokens = reader.read(prompt, PromptOptions.DEFAULT);
            assertThat(tokens.chunks()).hasSize(1);
            assertThat(tokens.chunks().getFirst().ids()).isEqualTo(tokenizer.encode(prompt).paddedIds());
            assertThat(tokens.chunks().getFirst().weighted()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"5,true", "19,true", "20,false", "40,false"}) // the comma itself counts among the last 20
    void read_commaNearTheEnd_movesWhatFollows(int after, boolean moves) {
        // the comma is token 75 - after; the words behind it, and 5 more, overflow the chunk
        String prompt = "a ".repeat(75 - after - 1) + ", " + "a ".repeat(after + 5);
        List<PromptChunk> chunks = reader.read(prompt, CHUNKED).chunks();

        assertThat(chunks).hasSize(2);
        int inFirst = moves ? 75 - after : 75;
        assertThat(chunks.get(0).ids()[inFirst + 1]).isEqualTo(tokenizer.endId());
        assertThat(chunks.get(0).ids()[75 - after]).isEqualTo(COMMA);
        assertThat(textLength(chunks.get(1))).isEqualTo(80 - inFirst);
    }

    @Test
    void read_breaks_beginChunksAndMayLeaveOneEmpty() {
        assertThat(lengths(reader.read("a BREAK b c", CHUNKED))).containsExactly(1, 2);
        assertThat(lengths(reader.read("a BREAK", CHUNKED))).containsExactly(1);
        assertThat(lengths(reader.read("BREAK a", CHUNKED))).containsExactly(0, 1);
        assertThat(lengths(reader.read("a BREAK b", CHUNKED.withSyntax(PromptSyntax.PLAIN)))).hasSize(1);
        assertThat(reader.read("(a BREAK b)", CHUNKED).chunks()).hasSize(1);
    }

    @Test
    void read_cutWithBreaks_cutsEachChunkAndSaysWhereTheFirstOneIs() {
        String prompt = "(" + "a ".repeat(80) + ":1.3) BREAK b";
        PromptTokens tokens = reader.read(prompt, CUT);
        assertThat(lengths(tokens)).containsExactly(75, 1);
        assertThat(tokens.cutAt()).hasValue(1 + 2 * 75);
        assertThat(reader.read("a BREAK " + "b ".repeat(80), CUT).cutAt()).hasValue(8 + 2 * 75);
        assertThat(reader.read("a".repeat(3) + " BREAK b", CUT).cutAt()).isEmpty();
        assertThat(reader.read(prompt, CHUNKED).cutAt()).isEmpty();
    }

    @Test
    void read_weights_areTheTokensOwn() {
        PromptChunk chunk = reader.read("a (a:1.5) [a]", CUT).chunks().getFirst();
        assertThat(Arrays.copyOf(chunk.weights(), 5)).containsExactly(1f, 1f, 1.5f, (float) (1 / 1.1), 1f);
        assertThat(chunk.weighted()).isTrue();
    }

    @Test
    void read_inversionAtTheEndOfAChunk_staysWhole() {
        PromptReader taught = new PromptReader(tokenizer.with(List.of(AddedWord.token("<s>", 2048, 2049, 2050))));
        PromptTokens tokens = taught.read("a ".repeat(74) + "<s> a", CHUNKED);
        assertThat(lengths(tokens)).containsExactly(74, 4);
        assertThat(tokens.chunks().get(1).ids()).startsWith(tokenizer.startId(), 2048, 2049, 2050);
    }

    @Test
    void canonical_whatTheEncoderTellsApart_isDifferent() {
        CanonicalPrompts prompts = new CanonicalPrompts(List.of(tokenizer));
        assertThat(prompts.of("a (boat:1.2)", CUT)).isNotEqualTo(prompts.of("a boat", CUT))
                .isNotEqualTo(prompts.of("a (boat:1.3)", CUT));
        assertThat(prompts.of("a BREAK boat", CUT)).isNotEqualTo(prompts.of("a boat", CUT));
        assertThat(prompts.of("(a:1.0) boat", CUT)).isEqualTo(prompts.of("a boat", CUT))
                .isEqualTo(prompts.of("a boat", PromptOptions.DEFAULT));
        assertThat(prompts.of("a ".repeat(90), CUT).cut()).isTrue();
        assertThat(prompts.of("a ".repeat(90), CHUNKED).cut()).isFalse();
        assertThat(prompts.isEmpty(" \t", CUT)).isTrue();
        assertThat(prompts.isEmpty("()", CUT)).isTrue();
        assertThat(prompts.isEmpty("()", PromptOptions.DEFAULT)).isFalse();
        assertThat(prompts.isEmpty("BREAK", CUT)).isFalse();
    }

    /** No prompt breaks a chunk: each begins and ends as it must, and all tokens are there in their order. */
    @Test
    void read_anyPrompt_losesNoToken() {
        String[] words = {"a", "boat", ",", ", ", " ", "(", ")", "[", "]", ":1.2)", " BREAK ", "\\",
                "two yellow houses",
                "antidisestablishmentarianism", "é", "1234567", "\n"};
        Random random = new Random(11);
        for (int i = 0; i < FUZZ; i++) {
            StringBuilder prompt = new StringBuilder();
            for (int n = random.nextInt(120); n > 0; n--) {
                prompt.append(words[random.nextInt(words.length)]);
            }
            String text = prompt.toString();
            int tokens = AttentionParser.parse(text)
                    .stream()
                    .filter(part -> !part.isBreak())
                    .mapToInt(part -> tokenizer.ids(part.text()).length)
                    .sum();
            int found = 0;
            for (PromptChunk chunk : reader.read(text, CHUNKED).chunks()) {
                assertThat(chunk.ids()).hasSize(77).startsWith(tokenizer.startId());
                assertThat(chunk.ids()[76]).isEqualTo(tokenizer.endId());
                found += textLength(chunk);
            }
            assertThat(found).as(text).isEqualTo(tokens);
            reader.read(text, CUT).cutAt().ifPresent(cut -> assertThat(cut).isBetween(0, text.length() - 1));
        }
    }

    /** Up to the last token that is not padding; the padding is the end token. */
    private int textLength(PromptChunk chunk) {
        int[] ids = chunk.ids();
        int length = 76;
        while (length > 1 && ids[length - 1] == tokenizer.endId()) {
            length--;
        }
        return length - 1;
    }

    private List<Integer> lengths(PromptTokens tokens) {
        return tokens.chunks().stream().map(this::textLength).toList();
    }
}
