package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.diffusion.tokenizer.TextCleaning;
import io.dreamcacher.diffusion.tokenizer.TokenizedPrompt;
import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** From texts to tokens and back, by one vocabulary. Immutable and thread-safe. */
public final class TokenReader {
    private static final Pattern OPENAI_CLIP = Pattern
            .compile("(openai[/\\\\])?clip-vit-(base|large)-patch(14|16|32)(-336)?");

    private final ClipTokenizer tokenizer;

    private TokenReader(ClipTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** Reads texts with a tokenizer, under its convention. */
    public static TokenReader of(ClipTokenizer tokenizer) {
        return new TokenReader(tokenizer);
    }

    /**
     * Opens a folder with {@code vocab.json} and {@code merges.txt}, or openai/CLIP's
     * {@code bpe_simple_vocab_16e6.txt.gz}. Where nothing lies, the name of a CLIP that OpenAI published, with or without
     * its owner, means the bundled vocabulary, which all of these share.
     *
     * @throws DreamCacherException {@code NOT_FOUND} if there is neither, {@code BAD_MODEL} if it cannot be used
     */
    public static TokenReader open(Path source, TextCleaning convention) {
        if (Files.notExists(source) && OPENAI_CLIP.matcher(source.toString()).matches()) {
            return new TokenReader(ClipTokenizer.bundled(convention));
        }
        return new TokenReader(Files.isRegularFile(source)
                ? ClipTokenizer.fromOpenAiFile(source, convention)
                : ClipTokenizer.fromFolder(source, convention));
    }

    /** The same vocabulary under another convention. */
    public TokenReader with(TextCleaning convention) {
        return new TokenReader(tokenizer.with(convention));
    }

    /** The tokens of a text of any length. */
    public TokenizedText read(String text) {
        TokenizedPrompt prompt = tokenizer.encode(text);
        return new TokenizedText(tokens(prompt.windowIds()), prompt.allIds().length, tokenizer.windowLength(),
                prompt.truncated() ? OptionalInt.of(prompt.readLength()) : OptionalInt.empty());
    }

    /**
     * The spelling of ids.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if an id is not in the vocabulary
     */
    public List<TokenizedText.Token> tokens(int... ids) {
        requireKnown(ids);
        return Arrays.stream(ids).mapToObj(id -> new TokenizedText.Token(id, tokenizer.token(id))).toList();
    }

    /**
     * The text that ids stand for, without special tokens.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if an id is not in the vocabulary
     */
    public String text(int... ids) {
        requireKnown(ids);
        return tokenizer.decode(ids);
    }

    private void requireKnown(int... ids) {
        for (int id : ids) {
            if (id < 0 || id >= tokenizer.vocabularySize()) {
                throw DreamCacherException.badRequest("A token id of this vocabulary must be 0 to %d; %d was given."
                        .formatted(tokenizer.vocabularySize() - 1, id));
            }
        }
    }
}
