package io.dreamcacher.diffusion.tokenizer;

import io.dreamcacher.failure.DreamCacherException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
    private final List<AddedWord> added;
    private final List<AddedWord> cutOut;

    private ClipTokenizer(Vocabulary vocabulary, SpecialTokens special, TextCleaning cleaning,
            List<AddedWord> added) {
        this.vocabulary = vocabulary;
        this.added = List.copyOf(added);
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
        this.cutOut = Stream.concat(switch (cleaning) {
            case OPENAI -> Stream.<AddedWord>of();
            case TRANSFORMERS ->
                specials.stream().map(token -> AddedWord.token(token, vocabulary.id(token).orElseThrow()));
        }, added.stream().map(word -> word.withText(cleaning.clean(word.text()))))
                .sorted(Comparator.comparingInt((AddedWord word) -> -word.text().length()))
                .toList();
    }

    /**
     * Reads a tokenizer folder as transformers writes it: {@code vocab.json}, {@code merges.txt} and, where present,
     * {@code special_tokens_map.json} and {@code tokenizer_config.json} for start, end and padding token and the
     * window's length ({@code model_max_length}). Without them: CLIP's own, padded with the end token, 77 long. A
     * folder without {@code vocab.json} may have everything in {@code tokenizer.json}.
     *
     * @throws DreamCacherException
     *             {@code NOT_FOUND} if there is no such folder, {@code BAD_MODEL} if a file in it is missing or malformed
     */
    public static ClipTokenizer fromFolder(Path folder, TextCleaning cleaning) {
        TokenizerFiles.Loaded loaded = TokenizerFiles.readFolder(folder);
        return new ClipTokenizer(loaded.vocabulary(), loaded.special(), cleaning, List.of());
    }

    /**
     * Reads openai/CLIP's {@code bpe_simple_vocab_16e6.txt.gz}: the first 48,894 merges, 49,408 tokens. Padded with
     * the end token, 77 long.
     *
     * @throws DreamCacherException
     *             {@code NOT_FOUND} if there is no such file, {@code BAD_MODEL} if it is malformed
     */
    public static ClipTokenizer fromOpenAiFile(Path file, TextCleaning cleaning) {
        return new ClipTokenizer(TokenizerFiles.readOpenAiFile(file), SpecialTokens.CLIP, cleaning, List.of());
    }

    /** The tokenizer of openai/CLIP, whose vocabulary every published Stable Diffusion has: 49,408 tokens, padded with the end token, 77 long. */
    public static ClipTokenizer bundled(TextCleaning cleaning) {
        return new ClipTokenizer(TokenizerFiles.bundled(), SpecialTokens.CLIP, cleaning, List.of());
    }

    /**
     * The same vocabulary with another token for padding, which is then a special token.
     *
     * @throws IllegalArgumentException
     *             if the vocabulary has no such token
     */
    public ClipTokenizer paddedWith(String token) {
        if (vocabulary.id(token).isEmpty())
            throw new IllegalArgumentException("The vocabulary has no token " + token);
        return new ClipTokenizer(vocabulary,
                new SpecialTokens(vocabulary.token(start), vocabulary.token(end), token, windowLength), cleaning,
                added);
    }

    /** The same vocabulary with another cleaning of texts. */
    public ClipTokenizer with(TextCleaning otherCleaning) {
        return new ClipTokenizer(vocabulary, special(), otherCleaning, added);
    }

    /**
     * The same vocabulary and more words, each with ids of its own from {@link #vocabularySize()} on. They are cut out of
     * a cleaned text before it is split, wherever they stand, the longest one first, as transformers does with added
     * tokens; hence in any capitals.
     */
    public ClipTokenizer with(List<AddedWord> words) {
        return new ClipTokenizer(vocabulary, special(), cleaning,
                Stream.concat(added.stream(), words.stream()).toList());
    }

    private SpecialTokens special() {
        return new SpecialTokens(vocabulary.token(start), vocabulary.token(end), vocabulary.token(padding),
                windowLength);
    }

    /** How many tokens the model reads, start and end included; 77 for CLIP. */
    public int windowLength() {
        return windowLength;
    }

    /** How many tokens there are without added words; their ids are 0 to this, exclusive. */
    public int vocabularySize() {
        return vocabulary.size();
    }

    /** Whether the vocabulary, added words left aside, has a token that is spelled so. */
    public boolean hasToken(String token) {
        return vocabulary.id(token).isPresent();
    }

    /** The words added to the vocabulary. */
    public List<AddedWord> addedWords() {
        return added;
    }

    /** The id of the token that begins every text. */
    public int startId() {
        return start;
    }

    /** The id of the token that ends every text. */
    public int endId() {
        return end;
    }

    /** The id of the token that fills the window. */
    public int paddingId() {
        return padding;
    }

    /**
     * How the vocabulary spells a token: in GPT-2's printable byte alphabet, with {@code </w>} where a word ends. Every id
     * of an added word is spelled as the word.
     *
     * @throws IllegalArgumentException
     *             if an id is neither in the vocabulary nor that of an added word
     */
    public String token(int id) {
        if (id >= 0 && id < vocabulary.size())
            return vocabulary.token(id);
        return added.stream()
                .filter(word -> Arrays.stream(word.ids()).anyMatch(its -> its == id))
                .findFirst()
                .map(AddedWord::text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "A token id must be 0 to %d; found %d".formatted(vocabulary.size() - 1, id)));
    }

    /** The token ids of a text of any length, the empty one included. */
    public TokenizedPrompt encode(String text) {
        int[] all = withEnds(text);
        int[] window = all;
        int readLength = text.length();
        if (all.length > windowLength) {
            window = Arrays.copyOf(all, windowLength);
            window[windowLength - 1] = end;
            readLength = readLength(text, windowLength - 2);
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
     * The text that ids stand for: lower-case, one space after each word, special tokens and added words left out,
     * trimmed. Bytes that are no UTF-8 become U+FFFD.
     *
     * @throws IllegalArgumentException
     *             if an id is not in the vocabulary
     */
    public String decode(int... ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            String token = token(id);
            if (id >= vocabulary.size() || specials.contains(token))
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

    /** The token ids of a text alone, without start and end token; none for an empty text. */
    public int[] ids(String text) {
        IdList ids = new IdList();
        encodeAroundWords(cleaning.clean(text), ids);
        return ids.toArray();
    }

    private int[] withEnds(String text) {
        IdList ids = new IdList();
        ids.add(start);
        encodeAroundWords(cleaning.clean(text), ids);
        ids.add(end);
        return ids.toArray();
    }

    /** Special tokens and added words are cut out of the text first, wherever they stand; then the rest is split. */
    private void encodeAroundWords(String text, IdList ids) {
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            for (AddedWord word : cutOut) {
                if (word.standsAt(i, text)) {
                    encodePieces(text.substring(from, i), ids);
                    ids.addAll(word.ids());
                    from = i + word.text().length();
                    i = from - 1;
                    break;
                }
            }
        }
        encodePieces(text.substring(from), ids);
    }

    private void encodePieces(String text, IdList ids) {
        WordSplitter splitter = new WordSplitter(text, specials, cleaning == TextCleaning.OPENAI);
        while (splitter.next()) {
            String piece = splitter.piece();
            if (specials.contains(piece))
                ids.add(vocabulary.id(piece).orElseThrow());
            else
                ids.addAll(encoder.encode(piece));
        }
    }

    /**
     * How many chars of a text, which has more tokens, are read by who takes so many of its tokens: up to the first word,
     * digit or run of signs that is cut off, in whole or in part. Found by halving.
     */
    public int readLength(String text, int tokens) {
        List<Integer> starts = pieceStarts(text);
        int fits = 0;
        int tooMany = Math.min(starts.size(), tokens + 1); // a piece is one token or more
        while (tooMany - fits > 1) {
            int middle = (fits + tooMany) >>> 1;
            if (ids(text.substring(0, starts.get(middle))).length <= tokens)
                fits = middle;
            else
                tooMany = middle;
        }
        return starts.isEmpty() ? 0 : starts.get(fits);
    }

    /** Where pieces of an uncleaned text begin; an added word is one piece. */
    private List<Integer> pieceStarts(String text) {
        List<Integer> starts = new ArrayList<>();
        WordSplitter splitter = new WordSplitter(text, specials, cleaning == TextCleaning.OPENAI);
        int wordEnd = 0;
        while (splitter.next()) {
            int start = splitter.start();
            if (start >= wordEnd) {
                starts.add(start);
                wordEnd = cutOut.stream()
                        .filter(word -> text.regionMatches(true, start, word.text(), 0, word.text().length()))
                        .mapToInt(word -> start + word.text().length())
                        .findFirst()
                        .orElse(start);
            }
        }
        return starts;
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
