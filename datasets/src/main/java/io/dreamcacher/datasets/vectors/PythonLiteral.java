package io.dreamcacher.datasets.vectors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads a literal as Python writes it: dictionaries with texts as keys, tuples and lists (both as a {@link List}), texts,
 * whole numbers ({@link Long}), {@code True}, {@code False}. It is all that a header of a {@code .npy} file may have.
 */
final class PythonLiteral {
    private static final int DEEPEST = 16;

    private final String text;
    private int at;

    private PythonLiteral(String text) {
        this.text = text;
    }

    /**
     * Reads a whole text.
     *
     * @throws IllegalArgumentException if it is no such literal; the message says where
     */
    static Object read(String text) {
        PythonLiteral reader = new PythonLiteral(text);
        Object value = reader.value(0);
        reader.skipSpace();
        if (reader.at < text.length()) {
            throw reader.unexpected("the end");
        }
        return value;
    }

    private Object value(int depth) {
        if (depth > DEEPEST) {
            throw unexpected("no deeper nesting");
        }
        skipSpace();
        return switch (peek()) {
            case '{' -> dictionary(depth);
            case '(' -> sequence(')', depth);
            case '[' -> sequence(']', depth);
            case '\'', '"' -> quoted();
            default -> word();
        };
    }

    private Map<String, Object> dictionary(int depth) {
        Map<String, Object> entries = new LinkedHashMap<>();
        items('}', () -> {
            if (peek() != '\'' && peek() != '"') {
                throw unexpected("a key in quotes");
            }
            String key = quoted();
            skipSpace();
            require(':');
            entries.put(key, value(depth + 1));
        });
        return entries;
    }

    private List<Object> sequence(char end, int depth) {
        List<Object> values = new ArrayList<>();
        items(end, () -> values.add(value(depth + 1)));
        return values;
    }

    /** Items with commas between, and one behind the last if you like. */
    private void items(char end, Runnable item) {
        at++;
        skipSpace();
        while (peek() != end) {
            item.run();
            skipSpace();
            if (peek() != end) {
                require(',');
                skipSpace();
            }
        }
        at++;
    }

    private String quoted() {
        char quote = text.charAt(at++);
        int begin = at;
        while (peek() != quote) {
            if (peek() == '\\') {
                throw unexpected("no escape");
            }
            at++;
        }
        return text.substring(begin, at++);
    }

    private Object word() {
        int begin = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '-')) {
            at++;
        }
        String word = text.substring(begin, at);
        return switch (word) {
            case "True" -> true;
            case "False" -> false;
            default -> number(word, begin);
        };
    }

    /** Python 2 wrote an L behind long ones. */
    private Long number(String word, int begin) {
        try {
            return Long.valueOf(word.endsWith("L") ? word.substring(0, word.length() - 1) : word);
        } catch (NumberFormatException e) {
            at = begin;
            IllegalArgumentException failure = unexpected("a value");
            failure.initCause(e);
            throw failure;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw new IllegalArgumentException("it ends too early");
        }
        return text.charAt(at);
    }

    private void require(char expected) {
        if (peek() != expected) {
            throw unexpected("'" + expected + "'");
        }
        at++;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException unexpected(String wanted) {
        Supplier<String> rest = () -> text.substring(at, Math.min(text.length(), at + 20));
        return new IllegalArgumentException(
                "%s is expected at character %d, found \"%s\"".formatted(wanted, at + 1, rest.get()));
    }
}
