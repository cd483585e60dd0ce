package io.dreamcacher.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.language.ParserState.Action;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ParserStateTest {
    private static final int MOST_WORDS = 12;
    private static final int TREES = 500;

    private final Random random = new Random(11);

    @Test
    void cost_followingWhatCostsNothing_buildsEveryProjectiveTree() {
        for (int tree = 0; tree < TREES; tree++) {
            int size = 1 + random.nextInt(MOST_WORDS);
            int[] gold = new int[size];
            project(gold, 0, size, size);
            ParserState state = new ParserState(size);
            while (!state.isFinished()) {
                List<Action> free = Arrays.stream(Action.values())
                        .filter(state::allows)
                        .filter(action -> state.cost(action, gold) == 0)
                        .toList();
                assertThat(free).as("%s", Arrays.toString(gold)).isNotEmpty();
                state.take(free.get(random.nextInt(free.size())), Syntax.Function.OTHER);
            }

            assertThat(state.syntax().heads())
                    .containsExactlyElementsOf(
                            Arrays.stream(gold).map(head -> head == size ? Syntax.ROOT : head).boxed().toList());
        }
    }

    @Test
    void cost_whateverIsTaken_isWhatTheTreeLacksAtTheEnd() {
        for (int tree = 0; tree < TREES; tree++) {
            int size = 1 + random.nextInt(MOST_WORDS);
            int[] gold = new int[size];
            project(gold, 0, size, size);
            ParserState state = new ParserState(size);
            int lost = 0;
            while (!state.isFinished()) {
                List<Action> allowed = Arrays.stream(Action.values()).filter(state::allows).toList();
                Action taken = allowed.get(random.nextInt(allowed.size()));
                lost += state.cost(taken, gold);
                state.take(taken, Syntax.Function.OTHER);
            }
            Syntax found = state.syntax();
            long wrong = IntStream.range(0, size)
                    .filter(word -> found.head(word) != (gold[word] == size ? Syntax.ROOT : gold[word]))
                    .count();

            assertThat(wrong).isEqualTo(lost);
        }
    }

    /** A random tree whose subtrees are unbroken: the words of a range hang on one of them, and that on a head outside. */
    private void project(int[] gold, int from, int to, int head) {
        if (from == to) {
            return;
        }
        int root = from + random.nextInt(to - from);
        gold[root] = head;
        project(gold, from, root, root);
        project(gold, root + 1, to, root);
    }
}
