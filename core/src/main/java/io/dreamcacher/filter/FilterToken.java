package io.dreamcacher.filter;

import io.dreamcacher.failure.DreamCacherException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sign, word, text or number of a filter.
 *
 * @param kind of it
 * @param text without quotes
 * @param at its first character, from 1
 */
record FilterToken(Kind kind, String text, int at) {

    private static final Pattern NEXT = Pattern.compile(
            "\\s*(?:(?<sign><=|>=|<>|!=|==|[=<>(),])|(?<number>[+-]?(?:\\d++(?:\\.\\d*+)?+|\\.\\d++)(?:[eE][+-]?\\d{1,3}+)?+)(?![\\p{L}\\p{N}_])"
                    + "|(?<word>[\\p{L}_][\\p{L}\\p{N}_.]*)|'(?<single>(?:[^']|'')*+)'|\"(?<double>(?:[^\"]|\"\")*+)\"|`(?<name>(?:[^`]|``)++)`)");

    /** What it is. */
    enum Kind {
        SIGN, NUMBER, WORD, TEXT, NAME, END
    }

    /** All of a filter, with an end behind them. */
    static List<FilterToken> of(String filter) {
        List<FilterToken> tokens = new ArrayList<>();
        Matcher next = NEXT.matcher(filter);
        int end = filter.stripTrailing().length();
        int at = 0;
        while (at < end) {
            next.region(at, end);
            if (!next.lookingAt()) {
                throw unreadable(filter, at);
            }
            tokens.add(token(next));
            at = next.end();
        }
        tokens.add(new FilterToken(Kind.END, "the end", end + 1));
        return tokens;
    }

    private static FilterToken token(Matcher found) {
        if (found.start("sign") >= 0) {
            return new FilterToken(Kind.SIGN, found.group("sign"), found.start("sign") + 1);
        }
        if (found.start("number") >= 0) {
            return new FilterToken(Kind.NUMBER, found.group("number"), found.start("number") + 1);
        }
        if (found.start("word") >= 0) {
            return new FilterToken(Kind.WORD, found.group("word"), found.start("word") + 1);
        }
        if (found.start("single") >= 0) {
            return new FilterToken(Kind.TEXT, found.group("single").replace("''", "'"), found.start("single"));
        }
        return found.start("double") >= 0
                ? new FilterToken(Kind.TEXT, found.group("double").replace("\"\"", "\""), found.start("double"))
                : new FilterToken(Kind.NAME, found.group("name").replace("``", "`"), found.start("name"));
    }

    private static DreamCacherException unreadable(String filter, int at) {
        int begin = at;
        while (begin < filter.length() && Character.isWhitespace(filter.charAt(begin))) {
            begin++;
        }
        char sign = filter.charAt(begin);
        String remedy = sign == '\'' || sign == '"' || sign == '`'
                ? "close it with another one"
                : "put texts in '…' and names that are no plain words in `…`";
        return DreamCacherException.badRequest(
                "A filter has names, texts, numbers and signs such as width>=512 and model='sd-1.4', but at character %d of %s stands %s; %s."
                        .formatted(begin + 1, filter, filter.substring(begin, Math.min(filter.length(), begin + 12)),
                                remedy));
    }

    boolean isSign(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.toLowerCase(Locale.ROOT).equals(word);
    }

    /** For sentences. */
    String said() {
        return kind == Kind.END ? text : "\"" + text + "\"";
    }
}
