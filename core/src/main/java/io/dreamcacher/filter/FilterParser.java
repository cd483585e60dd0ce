package io.dreamcacher.filter;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.filter.Filter.Relation;
import io.dreamcacher.filter.FilterToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads a filter by recursive descent. */
final class FilterParser {
    private static final int DEEPEST = 100;
    private static final int LONGEST = 10_000;

    private final String text;
    private final List<FilterToken> tokens;
    private int next;
    private int depth;

    FilterParser(String text) {
        if (text.length() > LONGEST) {
            throw DreamCacherException
                    .badRequest("A filter has at most %,d characters, but this one has %,d; shorten it."
                            .formatted(LONGEST, text.length()));
        }
        this.text = text;
        this.tokens = FilterToken.of(text);
    }

    Filter parse() {
        Filter filter = any();
        if (token().kind() != Kind.END) {
            throw expected("\"and\", \"or\" or the end");
        }
        return filter;
    }

    private Filter any() {
        return several("or", this::all, Filter.Or::new);
    }

    private Filter all() {
        return several("and", this::one, Filter.And::new);
    }

    private Filter several(String word, Supplier<Filter> part, Function<List<Filter>, Filter> together) {
        List<Filter> parts = new ArrayList<>();
        parts.add(part.get());
        while (takeWord(word)) {
            parts.add(part.get());
        }
        return parts.size() == 1 ? parts.getFirst() : together.apply(parts);
    }

    private Filter one() {
        depth++;
        if (depth > DEEPEST) {
            throw DreamCacherException.badRequest(
                    "A filter is nested at most %d deep, but this one is deeper at character %d; leave out parentheses and \"not\"."
                            .formatted(DEEPEST, token().at()));
        }
        Filter found;
        if (takeWord("not")) {
            found = new Filter.Not(one());
        } else if (takeSign("(")) {
            found = any();
            requireSign(")");
        } else {
            found = comparison();
        }
        depth--;
        return found;
    }

    private Filter comparison() {
        FilterToken name = token();
        boolean isName = name.kind() == Kind.NAME
                || (name.kind() == Kind.WORD && !FilterWords.isReserved(name.text()));
        if (!isName) {
            throw expected("the name of a field");
        }
        next++;
        return afterName(name.text());
    }

    private Filter afterName(String field) {
        if (takeWord("in")) {
            return new Filter.OneOf(field, values());
        }
        if (takeWord("contains")) {
            return new Filter.Contains(field, text());
        }
        if (takeWord("is")) {
            return presence(field);
        }
        if (takeWord("not")) {
            if (!takeWord("in")) {
                throw expected("\"in\"");
            }
            return new Filter.Not(new Filter.OneOf(field, values()));
        }
        return new Filter.Comparison(field, relation(), value());
    }

    private Filter presence(String field) {
        if (takeWord("present")) {
            return new Filter.Present(field);
        }
        if (takeWord("missing")) {
            return new Filter.Not(new Filter.Present(field));
        }
        throw expected("\"missing\" or \"present\"");
    }

    private Relation relation() {
        FilterToken sign = token();
        Relation relation = switch (sign.kind() == Kind.SIGN ? sign.text() : "") {
            case "=", "==" -> Relation.EQUAL;
            case "!=", "<>" -> Relation.DIFFERENT;
            case "<" -> Relation.LESS;
            case "<=" -> Relation.AT_MOST;
            case ">" -> Relation.MORE;
            case ">=" -> Relation.AT_LEAST;
            default -> throw expected("one of = != < <= > >= in contains is");
        };
        next++;
        return relation;
    }

    private List<FilterValue> values() {
        requireSign("(");
        List<FilterValue> values = new ArrayList<>();
        do {
            values.add(value());
        } while (takeSign(","));
        requireSign(")");
        return values;
    }

    private FilterValue value() {
        FilterToken token = token();
        if (token.kind() == Kind.TEXT) {
            return new FilterValue.Text(text());
        }
        if (token.kind() == Kind.NUMBER) {
            next++;
            return new FilterValue.Numeric(finite(token));
        }
        if (takeWord("true")) {
            return new FilterValue.Truth(true);
        }
        if (takeWord("false")) {
            return new FilterValue.Truth(false);
        }
        throw expected("a text in '…', a number, true or false");
    }

    private double finite(FilterToken token) {
        double number = Double.parseDouble(token.text());
        if (Double.isInfinite(number)) {
            throw DreamCacherException.badRequest("A number of a filter is finite, but at character %d stands %s."
                    .formatted(token.at(), token.text()));
        }
        return number;
    }

    private String text() {
        FilterToken token = token();
        if (token.kind() != Kind.TEXT) {
            throw expected("a text in '…'");
        }
        next++;
        return token.text();
    }

    private FilterToken token() {
        return tokens.get(next);
    }

    private boolean takeWord(String word) {
        boolean there = token().isWord(word);
        next += there ? 1 : 0;
        return there;
    }

    private boolean takeSign(String sign) {
        boolean there = token().isSign(sign);
        next += there ? 1 : 0;
        return there;
    }

    private void requireSign(String sign) {
        if (!takeSign(sign)) {
            throw expected("\"" + sign + "\"");
        }
    }

    private DreamCacherException expected(String what) {
        return DreamCacherException.badRequest(
                "A filter is conditions such as width>=512 and model='sd-1.4', but at character %d of %s %s is expected, and %s is found."
                        .formatted(token().at(), text.isBlank() ? "an empty one" : text, what, token().said()));
    }
}
