package io.dreamcacher.embedded.workbench;

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
}
