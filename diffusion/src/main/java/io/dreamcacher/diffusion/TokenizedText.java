package io.dreamcacher.diffusion;

import java.util.List;
import java.util.OptionalInt;

/**
 * A text as a model reads it.
 *
 * @param tokens start token, the text's tokens, end token, cut to the model's window; not padded
 * @param length how many tokens there were before cutting, start and end included
 * @param windowLength how many the model reads at most
 * @param cutAt index of the first char of the text that is not read, in whole or in part; empty if all is read
 */
public record TokenizedText(List<Token> tokens, int length, int windowLength, OptionalInt cutAt) {
    /** Copies the list. */
    public TokenizedText {
        tokens = List.copyOf(tokens);
    }

    /** The ids of the tokens, in order. */
    public int[] ids() {
        return tokens.stream().mapToInt(Token::id).toArray();
    }

    /**
     * One piece of a text.
     *
     * @param id from 0 up to the size of the vocabulary
     * @param piece as the vocabulary spells it: bytes in GPT-2's printable alphabet, {@code </w>} where a word ends
     */
    public record Token(int id, String piece) {}
}
