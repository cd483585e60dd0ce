package io.dreamcacher.diffusion.tokenizer;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The default steps of ftfy 6.3.1 ({@code fix_text}, Apache-2.0, R. Speer), which openai/CLIP applies to every text:
 * HTML references, mojibake, C1 controls, ligatures, character width, quotes, line breaks, lone surrogates, terminal
 * escapes, control characters, NFC; line by line and over again until nothing changes.
 */
final class TextFixes {
    private static final Pattern SINGLE_QUOTE = Pattern.compile("[\u02bc\u2018-\u201b]");
    private static final Pattern DOUBLE_QUOTE = Pattern.compile("[\u201c-\u201f]");
    private static final Pattern LINE_BREAK = Pattern.compile("\r\n|[\r\u2028\u2029\u0085]");
    private static final Pattern LONE_SURROGATE = Pattern.compile("[\\x{d800}-\\x{dfff}]");
    private static final Pattern TERMINAL_ESCAPE = Pattern.compile("\u001b\\[(?:[0-9]|;)*[a-zA-Z]");
    private static final Pattern CONTROL = Pattern.compile(
            "[\\x{0}-\\x{8}\\x{b}\\x{e}-\\x{1f}\\x{7f}\\x{206a}-\\x{206f}\\x{feff}\\x{fff9}-\\x{fffc}]");
    private static final Map<Character, String> SUBSTITUTES = substitutes();

    private TextFixes() {}

    /** The text as {@code ftfy.fix_text} returns it. */
    static String fix(String text) {
        if (isPlain(text))
            return text;
        StringBuilder fixed = new StringBuilder(text.length());
        boolean unescape = true;
        for (int start = 0; start < text.length();) {
            int lineFeed = text.indexOf('\n', start);
            int end = lineFeed < 0 ? text.length() : lineFeed + 1;
            String line = text.substring(start, end);
            unescape &= line.indexOf('<') < 0; // from the first tag on the text is taken for HTML and left alone
            fixed.append(fixLine(line, unescape));
            start = end;
        }
        return fixed.toString();
    }

    /** Whether the text is printable ASCII without an ampersand, which no step changes. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '&')
                return false;
        }
        return true;
    }

    private static String fixLine(String line, boolean unescape) {
        String current = line;
        while (true) {
            String fixed = fixOnce(current, unescape);
            if (fixed.equals(current))
                return fixed;
            current = fixed;
        }
    }

    private static String fixOnce(String line, boolean unescape) {
        String text = unescape ? HtmlEntities.unescapeTerminated(line) : line;
        text = Mojibake.fixC1Controls(Mojibake.repair(text));
        text = substitute(text);
        text = SINGLE_QUOTE.matcher(DOUBLE_QUOTE.matcher(text).replaceAll("\"")).replaceAll("'");
        text = LINE_BREAK.matcher(text).replaceAll("\n");
        text = LONE_SURROGATE.matcher(text).replaceAll("\ufffd");
        text = TERMINAL_ESCAPE.matcher(text).replaceAll("");
        text = CONTROL.matcher(text).replaceAll("");
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static String substitute(String text) {
        StringBuilder substituted = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 128)
                substituted.append(c);
            else
                substituted.append(SUBSTITUTES.getOrDefault(c, String.valueOf(c)));
        }
        return substituted.toString();
    }

    /** Latin ligatures taken apart; half-width and full-width forms to the common ones. */
    private static Map<Character, String> substitutes() {
        Map<Character, String> map = new HashMap<>();
        String[] ligatures = {"ĲIJ", "ĳij", "ŉʼn", "ǱDZ", "ǲDz", "ǳdz", "ǄDŽ", "ǅDž", "ǆdž", "ǇLJ", "ǈLj", "ǉlj", "ǊNJ",
                "ǋNj", "ǌnj", "ﬀff", "ﬁfi", "ﬂfl", "ﬃffi", "ﬄffl", "ﬅſt", "ﬆst"};
        for (String ligature : ligatures)
            map.put(ligature.charAt(0), ligature.substring(1));
        map.put('\u3000', " ");
        for (char c = '\uff01'; c < '\ufff0'; c++)
            map.put(c, Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC));
        return Map.copyOf(map);
    }
}
