package io.dreamcacher.diffusion.tokenizer;

import io.dreamcacher.failure.DreamCacherException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The byte-level byte-pair tokenizer of CLIP (Radford et al. 2021; openai/CLIP {@code simple_tokenizer.py}, d05afc4),
 * for any vocabulary of its kind. Immutable but for a cache of words; thread-safe.
 *
 * <p>
 * A text that spells out a special token, such as {@code <|endoftext|>}, gets that token, as in both references.
 */
public final class ClipTokenizer {
    private final Vocabulary vocabulary;
    private final BytePairEncoder encoder;
    private final TextCleaning cleaning;
    private final int start;
    private final int end;
    private final int padding;
    private final int windowLength;
    private final List<String> specials;

    private ClipTokenizer(Vocabulary vocabulary, SpecialTokens special, TextCleaning cleaning) {
        this.vocabulary = vocabulary;
        this.cleaning = cleaning;
        this.start = vocabulary.id(special.start()).orElseThrow();
        this.end = vocabulary.id(special.end()).orElseThrow();
        this.padding = vocabulary.id(special.padding()).orElseThrow();
        this.windowLength = special.windowLength();
        this.encoder = new BytePairEncoder(vocabulary, end);
        this.specials = switch (cleaning) {
            case OPENAI -> List.of(special.start(), special.end());
            case TRANSFORMERS -> Stream.of(special.start(), special.end(), special.padding()).distinct().toList();
        };
    }

    /**
     * Reads a tokenizer folder as transformers writes it: {@code vocab.json}, {@code merges.txt} and, where present,
     * {@code special_tokens_map.json} and {@code tokenizer_config.json} for start, end and padding token and the
     * window's length ({@code model_max_length}). Without them: CLIP's own, padded with the end token, 77 long.
     *
     * @throws DreamCacherException
     *             {@code NOT_FOUND} if there is no such folder, {@code BAD_MODEL} if a file in it is missing or malformed
     */
    public static ClipTokenizer fromFolder(Path folder, TextCleaning cleaning) {
        TokenizerFiles.Loaded loaded = TokenizerFiles.readFolder(folder);
        return new ClipTokenizer(loaded.vocabulary(), loaded.special(), cleaning);
    }

    /**
     * Reads openai/CLIP's {@code bpe_simple_vocab_16e6.txt.gz}: the first 48,894 merges, 49,408 tokens. Padded with
     * the end token, 77 long.
     *
     * @throws DreamCacherException
     *             {@code NOT_FOUND} if there is no such file, {@code BAD_MODEL} if it is malformed
     */
    public static ClipTokenizer fromOpenAiFile(Path file, TextCleaning cleaning) {
        return new ClipTokenizer(TokenizerFiles.readOpenAiFile(file), SpecialTokens.CLIP, cleaning);
    }

    /** The same vocabulary with another cleaning of texts. */
    public ClipTokenizer with(TextCleaning otherCleaning) {
        return new ClipTokenizer(vocabulary, new SpecialTokens(vocabulary.token(start), vocabulary.token(end),
                vocabulary.token(padding), windowLength), otherCleaning);
    }

    /** How many tokens the model reads, start and end included; 77 for CLIP. */
    public int windowLength() {
        return windowLength;
    }

    /** How many tokens there are; ids are 0 to this, exclusive. */
    public int vocabularySize() {
        return vocabulary.size();
    }

    /** The id of the token that ends every text. */
    public int endId() {
        return end;
    }

    /** The token ids of a text of any length, the empty one included. */
    public TokenizedPrompt encode(String text) {
        int[] all = ids(text);
        int[] window = all;
        int readLength = text.length();
        if (all.length > windowLength) {
            window = Arrays.copyOf(all, windowLength);
            window[windowLength - 1] = end;
            readLength = readLength(text);
        }
        int[] padded = Arrays.copyOf(window, windowLength);
        Arrays.fill(padded, window.length, windowLength, padding);
        return new TokenizedPrompt(all, window, padded, readLength);
    }

    /** Each text by itself, in the given order. */
    public List<TokenizedPrompt> encodeAll(List<String> texts) {
        return texts.stream().map(this::encode).toList();
    }

    /**
     * The text that ids stand for: lower-case, one space after each word, special tokens left out, trimmed. Bytes that
     * are no UTF-8 become U+FFFD.
     *
     * @throws IllegalArgumentException
     *             if an id is not in the vocabulary
     */
    public String decode(int... ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            if (id < 0 || id >= vocabulary.size())
                throw new IllegalArgumentException(
                        "A token id must be 0 to %d; found %d".formatted(vocabulary.size() - 1, id));
            String token = vocabulary.token(id);
            if (specials.contains(token))
                continue;
            boolean endsWord = token.endsWith(Vocabulary.END_OF_WORD);
            int length = token.length() - (endsWord ? Vocabulary.END_OF_WORD.length() : 0);
            for (int i = 0; i < length; i++)
                bytes.write(ByteAlphabet.unspell(token.charAt(i)));
            if (endsWord)
                bytes.write(' ');
        }
        return bytes.toString(StandardCharsets.UTF_8).strip();
    }

    private int[] ids(String text) {
        IdList ids = new IdList();
        ids.add(start);
        String cleaned = cleaning.clean(text);
        switch (cleaning) {
            case OPENAI -> encodePieces(cleaned, ids);
            case TRANSFORMERS -> encodeBetweenSpecials(cleaned, ids);
        }
        ids.add(end);
        return ids.toArray();
    }

    /** Special tokens are cut out of the text first, wherever they stand; then the rest is split. */
    private void encodeBetweenSpecials(String text, IdList ids) {
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            for (String special : specials) {
                if (text.startsWith(special, i)) {
                    encodePieces(text.substring(from, i), ids);
                    ids.add(vocabulary.id(special).orElseThrow());
                    from = i + special.length();
                    i = from - 1;
                    break;
                }
            }
        }
        encodePieces(text.substring(from), ids);
    }

    private void encodePieces(String text, IdList ids) {
        WordSplitter splitter = new WordSplitter(text, specials);
        while (splitter.next()) {
            String piece = splitter.piece();
            if (specials.contains(piece))
                ids.add(vocabulary.id(piece).orElseThrow());
            else
                ids.addAll(encoder.encode(piece));
        }
    }

    /** By halving: the longest beginning of the text, cut before a piece, that fits the window. */
    private int readLength(String text) {
        List<Integer> starts = new ArrayList<>();
        WordSplitter splitter = new WordSplitter(text, specials);
        while (splitter.next())
            starts.add(splitter.start());
        int fits = 0;
        int tooMany = Math.min(starts.size(), windowLength); // a piece is one token or more
        while (tooMany - fits > 1) {
            int middle = (fits + tooMany) >>> 1;
            if (ids(text.substring(0, starts.get(middle))).length <= windowLength)
                fits = middle;
            else
                tooMany = middle;
        }
        return starts.isEmpty() ? 0 : starts.get(fits);
    }

    /** A growing list of ids. */
    private static final class IdList {
        private int[] ids = new int[80];
        private int size;

        void add(int id) {
            if (size == ids.length)
                ids = Arrays.copyOf(ids, size * 2);
            ids[size++] = id;
        }

        void addAll(int[] more) {
            for (int id : more)
                add(id);
        }

        int[] toArray() {
            return Arrays.copyOf(ids, size);
        }
    }
}
