package io.dreamcacher.language;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a parser may do: an action and, where a word gets its head by it, what the word is to the head.
 *
 * @param action what is done
 * @param function of the word that is attached; {@code ROOT} where none is, or where the head is the root
 */
record Move(ParserState.Action action, Syntax.Function function) {
    /** All of them; a model knows them by their places. */
    static final List<Move> ALL = Stream.concat(
            Stream.of(new Move(ParserState.Action.SHIFT, Syntax.Function.ROOT),
                    new Move(ParserState.Action.LEFT, Syntax.Function.ROOT)),
            Arrays.stream(Syntax.Function.values())
                    .filter(function -> function != Syntax.Function.ROOT)
                    .flatMap(function -> Stream.of(new Move(ParserState.Action.LEFT, function),
                            new Move(ParserState.Action.RIGHT, function))))
            .toList();

    /** The left arc of the root is there for the word that the root gets, and for no other. */
    boolean isAllowedIn(ParserState state) {
        boolean toRoot = action == ParserState.Action.LEFT && state.isRootNext();
        return state.allows(action)
                && (action == ParserState.Action.SHIFT || toRoot == (function == Syntax.Function.ROOT));
    }
}
