package io.dreamcacher.language;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where an arc-hybrid parser stands (Kuhlmann, Gómez-Rodríguez and Satta 2011): a stack of words whose heads are open, and the
 * words that were not read yet, the root last. Not thread-safe.
 */
final class ParserState {
    /** No word. */
    static final int NONE = -1;

    private final int size;
    private final int[] stack;
    private int depth;
    private int next;
    private final int[] heads;
    private final Syntax.Function[] functions;
    private final int[] leftmost;
    private final int[] rightmost;
    private final int[] leftCount;
    private final int[] rightCount;

    ParserState(int size) {
        this.size = size;
        this.stack = new int[size + 1];
        this.heads = filled(size);
        this.functions = new Syntax.Function[size];
        this.leftmost = filled(size + 1);
        this.rightmost = filled(size + 1);
        this.leftCount = new int[size + 1];
        this.rightCount = new int[size + 1];
    }

    private static int[] filled(int size) {
        int[] none = new int[size];
        Arrays.fill(none, NONE);
        return none;
    }

    /** What may be done next. */
    enum Action {
        /** The next word goes on the stack. */
        SHIFT,
        /** The word on top of the stack depends on the next word. */
        LEFT,
        /** The word on top of the stack depends on the one below it. */
        RIGHT
    }

    boolean isFinished() {
        return next == size && depth == 0;
    }

    boolean allows(Action action) {
        return switch (action) {
            case SHIFT -> next < size;
            case LEFT -> depth > 0;
            case RIGHT -> depth > 1;
        };
    }

    void take(Action action, Syntax.Function function) {
        switch (action) {
            case SHIFT -> stack[depth++] = next++;
            case LEFT -> {
                int word = stack[--depth];
                attach(word, next, next == size ? Syntax.Function.ROOT : function);
                leftmost[next] = leftmost[next] == NONE ? word : Math.min(word, leftmost[next]);
                leftCount[next]++;
            }
            case RIGHT -> {
                int word = stack[--depth];
                int head = stack[depth - 1];
                attach(word, head, function);
                rightmost[head] = word;
                rightCount[head]++;
            }
        }
    }

    private void attach(int word, int head, Syntax.Function function) {
        heads[word] = head == size ? Syntax.ROOT : head;
        functions[word] = function;
    }

    /** The word that many below the top of the stack; {@link #NONE} where there is none. */
    int stacked(int below) {
        return depth > below ? stack[depth - 1 - below] : NONE;
    }

    /** The word that many after the next; {@link #NONE} where there is none, the root too. */
    int coming(int after) {
        return next + after < size ? next + after : NONE;
    }

    boolean isRootNext() {
        return next == size;
    }

    /** Where the next word stands; {@code size} when only the root is left. */
    int next() {
        return next;
    }

    int leftmost(int word) {
        return word == NONE ? NONE : leftmost[word];
    }

    int rightmost(int word) {
        return word == NONE ? NONE : rightmost[word];
    }

    int leftCount(int word) {
        return word == NONE ? 0 : leftCount[word];
    }

    int rightCount(int word) {
        return word == NONE ? 0 : rightCount[word];
    }

    /** What an attached word is to its head, as a number; 0 where there is no word. */
    @SuppressWarnings("EnumOrdinal") // a model knows functions by their places
    int function(int word) {
        return word == NONE ? 0 : 1 + functions[word].ordinal();
    }

    /**
     * How many dependencies of a tree can no longer be reached after an action (Goldberg and Nivre 2013).
     *
     * @param gold head of each word; {@code size} for the root's
     */
    int cost(Action action, int[] gold) {
        int lost = 0;
        switch (action) {
            case SHIFT -> {
                for (int i = 0; i < depth; i++) {
                    lost += gold[stack[i]] == next ? 1 : 0;
                    lost += i < depth - 1 && gold[next] == stack[i] ? 1 : 0;
                }
            }
            case LEFT -> {
                int top = stack[depth - 1];
                lost += depth > 1 && gold[top] == stack[depth - 2] ? 1 : 0;
                lost += gold[top] > next ? 1 : 0;
                lost += dependentsFrom(top, next, gold);
            }
            case RIGHT -> {
                int top = stack[depth - 1];
                lost += gold[top] >= next ? 1 : 0;
                lost += dependentsFrom(top, next, gold);
            }
        }
        return lost;
    }

    private int dependentsFrom(int head, int from, int[] gold) {
        return (int) IntStream.range(from, size).filter(word -> gold[word] == head).count();
    }

    Syntax syntax() {
        return new Syntax(Arrays.stream(heads).boxed().collect(Collectors.toList()), List.of(functions));
    }
}
