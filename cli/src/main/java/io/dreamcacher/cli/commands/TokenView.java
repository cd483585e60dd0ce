package io.dreamcacher.cli.commands;

import io.dreamcacher.diffusion.TokenizedText;
import io.dreamcacher.diffusion.TokenizedText.Token;
import java.util.List;
import java.util.OptionalInt;

/**
 * The tokens of a text for machines.
 *
 * @param text as it was given
 * @param ids with start and end, cut to the window, not padded
 * @param pieces the ids' spelling
 * @param length before cutting
 * @param truncated whether anything was cut
 * @param cutAt index of the first UTF-16 unit of the text that is not read
 */
record TokenView(String text, List<Integer> ids, List<String> pieces, int length, boolean truncated,
        OptionalInt cutAt) {
    static TokenView of(String text, TokenizedText tokens) {
        return new TokenView(text, tokens.tokens().stream().map(Token::id).toList(),
                tokens.tokens().stream().map(Token::piece).toList(), tokens.length(), tokens.cutAt().isPresent(),
                tokens.cutAt());
    }
}
