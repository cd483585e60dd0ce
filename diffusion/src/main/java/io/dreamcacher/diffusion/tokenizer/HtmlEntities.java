package io.dreamcacher.diffusion.tokenizer;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * HTML character references to characters, in two ways: {@link #unescape} as Python's {@code html.unescape} (the HTML5
 * rules, unterminated references included), {@link #unescapeTerminated} as ftfy 6.3.1, which only takes references that
 * end in a semicolon but also knows names written in capitals.
 */
final class HtmlEntities {
    private static final Pattern REFERENCE = Pattern
            .compile("&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\\t\\n\\f <&#;]{1,32};?)");
    private static final Pattern TERMINATED = Pattern.compile("&#?[0-9A-Za-z]{1,24};");
    /** Windows-1252 read at 80 to 9F, where HTML5 asks for it; other bytes there stand for themselves. */
    private static final String WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

    /** Name without ampersand, mostly with semicolon, to text. */
    private static final Map<String, String> NAMED = named();
    private static final Map<String, String> NAMED_IN_CAPITALS = namedInCapitals();

    private HtmlEntities() {}

    /** The text with every reference replaced once. */
    static String unescape(String text) {
        return text.indexOf('&') < 0 ? text : REFERENCE.matcher(text).replaceAll(HtmlEntities::literal);
    }

    /** The text with every reference that ends in a semicolon replaced once. */
    static String unescapeTerminated(String text) {
        return text.indexOf('&') < 0 ? text : TERMINATED.matcher(text).replaceAll(match -> {
            String reference = match.group();
            String name = reference.substring(1);
            if (name.startsWith("#")) {
                String replaced = unescape(reference);
                return Matcher.quoteReplacement(replaced.indexOf(';') < 0 ? replaced : reference);
            }
            @Nullable
            String value = NAMED.getOrDefault(name, NAMED_IN_CAPITALS.get(name));
            return Matcher.quoteReplacement(value == null ? reference : value);
        });
    }

    private static String literal(MatchResult match) {
        String reference = match.group(1);
        return Matcher.quoteReplacement(reference.startsWith("#") ? numeric(reference) : named(reference));
    }

    private static String named(String reference) {
        for (int end = reference.length(); end > 1; end--) {
            String value = NAMED.get(reference.substring(0, end));
            if (value != null)
                return value + reference.substring(end);
        }
        return "&" + reference;
    }

    private static String numeric(String reference) {
        boolean hexadecimal = reference.charAt(1) == 'x' || reference.charAt(1) == 'X';
        String digits = reference.substring(hexadecimal ? 2 : 1).replace(";", "").replaceFirst("^0+(?=.)", "");
        int codePoint = digits.length() > 8
                ? Integer.MAX_VALUE
                : (int) Math.min(Integer.MAX_VALUE, Long.parseLong(digits, hexadecimal ? 16 : 10));
        if (codePoint == 0 || codePoint > Character.MAX_CODE_POINT || isSurrogate(codePoint))
            return "\ufffd";
        if (codePoint >= 0x80 && codePoint <= 0x9f)
            return WINDOWS_1252.substring(codePoint - 0x80, codePoint - 0x7f);
        return isInvalid(codePoint) ? "" : Character.toString(codePoint);
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static boolean isInvalid(int codePoint) {
        return codePoint <= 8 || codePoint == 0x0b || (codePoint >= 0x0e && codePoint <= 0x1f) || codePoint == 0x7f
                || (codePoint >= 0xfdd0 && codePoint <= 0xfdef) || (codePoint & 0xfffe) == 0xfffe;
    }

    private static Map<String, String> named() {
        Map<String, String> names = new HashMap<>();
        for (String line : Resource.lines("html5-entities.txt")) {
            List<String> columns = List.of(line.split(" "));
            StringBuilder value = new StringBuilder();
            columns.subList(1, columns.size()).forEach(code -> value.appendCodePoint(Integer.parseInt(code, 16)));
            names.put(columns.getFirst(), value.toString());
        }
        return names;
    }

    private static Map<String, String> namedInCapitals() {
        Map<String, String> names = new HashMap<>();
        NAMED.forEach((name, value) -> {
            String capitals = name.toUpperCase(Locale.ROOT);
            boolean lower = name.equals(name.toLowerCase(Locale.ROOT)) && name.endsWith(";");
            if (lower && named(capitals).equals("&" + capitals))
                names.put(capitals, value.toUpperCase(Locale.ROOT));
        });
        return names;
    }
}
