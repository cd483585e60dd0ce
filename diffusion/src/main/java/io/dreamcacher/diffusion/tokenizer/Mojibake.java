package io.dreamcacher.diffusion.tokenizer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * UTF-8 that somebody read as a one-byte character set, found and undone as ftfy 6.3.1 does ({@code fix_encoding}).
 * Strings of bytes are held as ISO 8859-1 text, one char a byte, so that patterns can work on them.
 */
final class Mojibake {
    private static final Pattern UNICODE_ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");
    private static final Pattern A_GRAVE_WORD = Pattern.compile("\u00c3 (?! |quele|quela|quilo|s )");
    /** UTF-8 whose byte A0 became a space. */
    private static final Pattern ALTERED_UTF8 = Pattern.compile("""
            [\u00c2\u00c3\u00c5\u00ce\u00d0\u00d9]\\x20\
            |[\u00e2\u00e3]\\x20[\u0080-\u0084\u0086-\u009f\u00a1-\u00bf]\
            |[\u00e0-\u00e3][\u0080-\u0084\u0086-\u009f\u00a1-\u00bf]\\x20\
            |\u00f0\\x20[\u0080-\u00bf][\u0080-\u00bf]\
            |\u00f0[\u0080-\u00bf]\\x20[\u0080-\u00bf]\
            |\u00f0[\u0080-\u00bf][\u0080-\u00bf]\\x20""");
    /** UTF-8 some bytes of which were lost; byte 1A stands for a lost one. */
    private static final Pattern LOSSY_UTF8 = Pattern.compile("""
            [\u00c2-\u00df]\\x1a|[\u00c2-\u00c3][?]\
            |\u00ed[\u00a0-\u00af][\\x1a?]\u00ed[\u00b0-\u00bf][\\x1a?\u0080-\u00bf]\
            |\u00ed[\u00a0-\u00af][\\x1a?\u0080-\u00bf]\u00ed[\u00b0-\u00bf][\\x1a?]\
            |[\u00e0-\u00ef][\\x1a?][\\x1a\u0080-\u00bf]|[\u00e0-\u00ef][\\x1a\u0080-\u00bf][\\x1a?]\
            |[\u00f0-\u00f4][\\x1a?][\\x1a\u0080-\u00bf][\\x1a\u0080-\u00bf]\
            |[\u00f0-\u00f4][\\x1a\u0080-\u00bf][\\x1a?][\\x1a\u0080-\u00bf]\
            |[\u00f0-\u00f4][\\x1a\u0080-\u00bf][\\x1a\u0080-\u00bf][\\x1a?]|\\x1a""");
    /** A character beyond U+FFFF written as two surrogates of three bytes each. */
    private static final Pattern CESU8 = Pattern
            .compile("\u00ed([\u00a0-\u00af])([\u0080-\u00bf])\u00ed([\u00b0-\u00bf])([\u0080-\u00bf])");
    private static final String REPLACEMENT_BYTES = "\u00ef\u00bf\u00bd";

    private static final Pattern BAD;
    private static final Pattern UTF8_DETECTOR;
    private static final List<OneByteCharset> CHARSETS = new ArrayList<>();

    static {
        Map<String, String> classes = new HashMap<>();
        List<String> alternatives = new ArrayList<>();
        for (String line : Resource.lines("mojibake.txt")) {
            String text = UNICODE_ESCAPE.matcher(line).replaceAll(Mojibake::unit);
            String name = text.substring(0, Math.max(1, text.indexOf('=')));
            switch (text.charAt(0)) {
                case '?' -> alternatives.add(text.substring(1));
                case '@' -> CHARSETS.add(OneByteCharset.of(name.substring(1), text.substring(name.length() + 1)));
                default -> classes.put(name, text.substring(name.length() + 1));
            }
        }
        BAD = Pattern.compile(expand(String.join("|", alternatives), classes), Pattern.UNICODE_CHARACTER_CLASS);
        UTF8_DETECTOR = Pattern.compile(expand("(?<![{utf8_continuation_strict}])"
                + "(?:[{utf8_first_of_2}][{utf8_continuation}]|[{utf8_first_of_3}][{utf8_continuation}]{2}"
                + "|[{utf8_first_of_4}][{utf8_continuation}]{3})+", classes));
    }

    private Mojibake() {}

    /** The text with every layer of mojibake undone, and stray C1 controls read as Windows-1252. */
    static String repair(String text) {
        String current = text;
        while (true) {
            String repaired = repairOnce(current);
            if (repaired.equals(current))
                return current;
            current = repaired;
        }
    }

    /** The text with the characters U+0080 to U+009F replaced by what Windows-1252 has there. */
    static String fixC1Controls(String text) {
        OneByteCharset windows1252 = CHARSETS.get(1);
        StringBuilder fixed = new StringBuilder(text);
        for (int i = 0; i < fixed.length(); i++) {
            char c = fixed.charAt(i);
            if (c >= 0x80 && c <= 0x9f)
                fixed.setCharAt(i, windows1252.upperHalf().charAt(c - 0x80));
        }
        return fixed.toString();
    }

    private static String repairOnce(String text) {
        if (!isBad(text))
            return text;
        for (OneByteCharset charset : CHARSETS) {
            Optional<String> repaired = charset.encode(text).flatMap(bytes -> decode(bytes, charset));
            if (repaired.isPresent())
                return repaired.get();
        }
        String repaired = UTF8_DETECTOR.matcher(text).replaceAll(match -> repairPart(match.group(), text.length()));
        return repaired.equals(text) ? fixC1Controls(text) : repaired;
    }

    /** Every alternative of the pattern has a character beyond ASCII, at most two before it and three after it. */
    private static boolean isBad(String text) {
        int first = 0;
        while (first < text.length() && text.charAt(first) < 128)
            first++;
        int last = text.length();
        while (last > first && text.charAt(last - 1) < 128)
            last--;
        return first < last && BAD.matcher(text)
                .region(Math.max(0, first - 2), Math.min(text.length(), last + 3))
                .useAnchoringBounds(false)
                .find();
    }

    private static String repairPart(String part, int textLength) {
        boolean worthIt = part.length() < textLength && isBad(part);
        return Matcher.quoteReplacement(worthIt ? repair(part) : part);
    }

    private static Optional<String> decode(String encoded, OneByteCharset charset) {
        String bytes = encoded;
        if (!charset.name().equals("macroman") && ALTERED_UTF8.matcher(bytes).find())
            bytes = restoreByteA0(bytes);
        if (charset.sloppy())
            bytes = LOSSY_UTF8.matcher(bytes).replaceAll(REPLACEMENT_BYTES);
        bytes = CESU8.matcher(bytes.replace("\u00c0\u0080", "\0")).replaceAll(Mojibake::supplementary);
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(buffer).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty(); // not UTF-8 under this reading: the next charset is tried
        }
    }

    private static String restoreByteA0(String bytes) {
        String spaced = A_GRAVE_WORD.matcher(bytes).replaceAll("\u00c3\u00a0 ");
        return ALTERED_UTF8.matcher(spaced).replaceAll(match -> match.group().replace(' ', '\u00a0'));
    }

    private static String supplementary(MatchResult match) {
        int codePoint = 0x10000 + ((match.group(1).charAt(0) & 0x0f) << 16) + ((match.group(2).charAt(0) & 0x3f) << 10)
                + ((match.group(3).charAt(0) & 0x0f) << 6) + (match.group(4).charAt(0) & 0x3f);
        return new String(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String unit(MatchResult match) {
        return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16)));
    }

    private static String expand(String template, Map<String, String> classes) {
        String expanded = template;
        for (Map.Entry<String, String> entry : classes.entrySet())
            expanded = expanded.replace("{" + entry.getKey() + "}", entry.getValue());
        return expanded;
    }

    /**
     * A character set of one byte a character whose lower half is ASCII. In a sloppy one unassigned bytes stand for
     * themselves and byte 1A for a character that was lost.
     *
     * @param name
     *            as ftfy calls it
     * @param upperHalf
     *            what the bytes 80 to FF stand for
     * @param bytes
     *            the inverse, by character
     */
    private record OneByteCharset(String name, String upperHalf, Map<Character, Character> bytes) {
        static OneByteCharset of(String name, String upperHalf) {
            Map<Character, Character> bytes = new HashMap<>();
            for (char i = 0; i < 128; i++)
                bytes.put(upperHalf.charAt(i), (char) (i + 128));
            if (name.startsWith("sloppy"))
                bytes.put('\ufffd', '\u001a');
            return new OneByteCharset(name, upperHalf, Map.copyOf(bytes));
        }

        boolean sloppy() {
            return name.startsWith("sloppy");
        }

        Optional<String> encode(String text) {
            StringBuilder encoded = new StringBuilder(text.length());
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean ascii = c < 128 && !(sloppy() && c == '\u001a');
                Character value = ascii ? Character.valueOf(c) : bytes.get(c);
                if (value == null)
                    return Optional.empty();
                encoded.append(value.charValue());
            }
            return Optional.of(encoded.toString());
        }
    }
}
