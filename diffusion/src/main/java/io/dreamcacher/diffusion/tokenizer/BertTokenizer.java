package io.dreamcacher.diffusion.tokenizer;

import io.dreamcacher.diffusion.tokenizer.PairTemplate.First;
import io.dreamcacher.diffusion.tokenizer.PairTemplate.Second;
import io.dreamcacher.diffusion.tokenizer.PairTemplate.Special;
import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * BERT's WordPiece tokenizer (Devlin et al. 2019) for pairs of texts, as the Hugging Face tokenizers library runs it from a
 * {@code tokenizer.json}. One thing differs on purpose: a text that spells out a special token, such as {@code [SEP]}, does not
 * get that token, so that nobody can write the second text of a pair into the first. (The library does the same with
 * {@code encode_special_tokens}.) Immutable and thread-safe.
 */
public final class BertTokenizer {
    /** Of BERT, where nothing says how many tokens are read. */
    private static final int USUAL_WINDOW = 512;

    /** Files write an absurdly large window for no limit. */
    private static final double LARGEST_WINDOW = 1_000_000;

    private final BertNormalizer normalizer;
    private final WordPiece pieces;
    private final PairTemplate template;
    private final int window;

    private BertTokenizer(BertNormalizer normalizer, WordPiece pieces, PairTemplate template, int window) {
        if (window <= template.specials() + 1) {
            throw TokenizerFiles.bad(
                    "A pair needs a window of %d tokens or more, with special tokens and one of each text; found %d."
                            .formatted(template.specials() + 2, window));
        }
        this.normalizer = normalizer;
        this.pieces = pieces;
        this.template = template;
        this.window = window;
    }

    /**
     * Reads {@code tokenizer.json} in a folder. Pairs are cut to {@code model_max_length} in {@code tokenizer_config.json}, as
     * transformers does; without one to what the former says of truncation, else to 512 tokens.
     *
     * @throws DreamCacherException {@code BAD_MODEL} if it is missing, malformed, or a tokenizer of another kind
     */
    public static BertTokenizer fromFolder(Path folder) {
        Path path = folder.resolve(FastTokenizerFile.NAME);
        BertTokenizerFile file = new BertTokenizerFile(path, TokenizerFiles.parse(path));
        double longest = TokenizerFiles.readOptional(folder.resolve("tokenizer_config.json"))
                .path("model_max_length")
                .asDouble(LARGEST_WINDOW);
        int window = longest < LARGEST_WINDOW ? (int) longest : file.window().orElse(USUAL_WINDOW);
        return new BertTokenizer(file.normalizer(), file.pieces(), file.pairs(), window);
    }

    /**
     * The same with a window of at most so many tokens.
     *
     * @throws DreamCacherException {@code BAD_MODEL} if no pair fits it
     */
    public BertTokenizer within(int tokens) {
        return tokens >= window ? this : new BertTokenizer(normalizer, pieces, template, tokens);
    }

    /** How many tokens of a pair are read, special tokens included. */
    public int window() {
        return window;
    }

    /** The ids of all tokens of a text; none if it is empty. The array is new. */
    public int[] ids(String text) {
        IntStream.Builder ids = IntStream.builder();
        String normalized = normalizer.normalize(text);
        int start = 0;
        while (start < normalized.length()) {
            int first = normalized.codePointAt(start);
            int end = start + Character.charCount(first);
            if (!WordSplitter.isWhitespace(first)) {
                end = isPunctuation(first) ? end : wordEnd(normalized, end);
                pieces.split(normalized.substring(start, end), ids);
            }
            start = end;
        }
        return ids.build().toArray();
    }

    private static int wordEnd(String text, int from) {
        int end = from;
        while (end < text.length()) {
            int next = text.codePointAt(end);
            if (WordSplitter.isWhitespace(next) || isPunctuation(next)) {
                return end;
            }
            end += Character.charCount(next);
        }
        return end;
    }

    private static boolean isPunctuation(int c) {
        if (c < 0x80) {
            return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION, Character.OTHER_PUNCTUATION ->
                true;
            default -> false;
        };
    }

    /**
     * Two texts as one sequence. What does not fit the window is cut off the end of the longer one, of both where both are longer
     * than half of it ({@code longest_first}).
     *
     * @param first of {@link #ids}
     * @param second the same
     */
    public Pair pair(int[] first, int[] second) {
        int room = window - template.specials();
        if (first.length + second.length <= room) {
            return joined(first, first.length, second, second.length, false);
        }
        int shorter = Math.min(first.length, second.length);
        int ofShorter = Math.min(shorter, room / 2);
        int ofFirst = first.length > second.length ? room - ofShorter : ofShorter;
        return joined(first, ofFirst, second, room - ofFirst, true);
    }

    private Pair joined(int[] first, int ofFirst, int[] second, int ofSecond, boolean cut) {
        int length = ofFirst + ofSecond + template.specials();
        int[] ids = new int[length];
        int[] types = new int[length];
        int at = 0;
        for (PairTemplate.Part part : template.parts()) {
            int from = at;
            switch (part) {
                case Special special -> ids[at++] = special.id();
                case First text -> at = copy(first, ofFirst, ids, at);
                case Second text -> at = copy(second, ofSecond, ids, at);
            }
            Arrays.fill(types, from, at, part.type());
        }
        return new Pair(ids, types, cut);
    }

    private static int copy(int[] from, int length, int[] to, int at) {
        System.arraycopy(from, 0, to, at, length);
        return at + length;
    }

    /**
     * A pair of texts as a model reads it.
     *
     * @param ids of all tokens, special ones included
     * @param types as many: which text each belongs to
     * @param cut whether tokens of one text, or of both, were left out
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    public record Pair(int[] ids, int[] types, boolean cut) {}
}
