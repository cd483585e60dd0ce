package io.dreamcacher.language;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Finds the syntax of a prompt: a greedy arc-hybrid parser with linear weights (Goldberg and Nivre 2013, "Training Deterministic Parsers
 * with Non-Deterministic Oracles"), trained on what ClearNLP 3.2 says of captions and prompts. Thread-safe.
 */
final class DependencyParser {
    private static final String MODEL = "parser.bin";

    private final ParserModel model;

    DependencyParser(ParserModel model) {
        this.model = model;
    }

    /** The parser that comes with the program. */
    static DependencyParser open() {
        try (InputStream stream = DependencyParser.class.getResourceAsStream(MODEL)) {
            if (stream == null) {
                throw new IllegalStateException("the parser's model must come with the program, but %s is missing"
                        .formatted(MODEL));
            }
            return new DependencyParser(ParserModel.read(stream));
        } catch (IOException e) {
            throw new IllegalStateException("the parser's model must come with the program, but cannot be read", e);
        }
    }

    Syntax parse(List<TaggedWord> sentence) {
        ParserState state = new ParserState(sentence.size());
        ParserFeatures features = new ParserFeatures(sentence);
        int[] scores = new int[Move.ALL.size()];
        while (!state.isFinished()) {
            model.score(features.of(state), scores);
            Move move = Move.ALL.get(best(state, scores));
            state.take(move.action(), move.function());
        }
        return state.syntax();
    }

    private static int best(ParserState state, int[] scores) {
        int best = -1;
        for (int move = 0; move < scores.length; move++) {
            if ((best < 0 || scores[move] > scores[best]) && Move.ALL.get(move).isAllowedIn(state)) {
                best = move;
            }
        }
        return best;
    }
}
