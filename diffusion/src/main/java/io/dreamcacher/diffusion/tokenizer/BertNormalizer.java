package io.dreamcacher.diffusion.tokenizer;

import java.text.Normalizer;
import java.util.Locale;

/**
 * What is done to a text before BERT's tokenizer splits it: the {@code BertNormalizer} of the Hugging Face tokenizers
 * library. Half of a surrogate pair, which that library never sees, counts as a control character.
 *
 * @param cleanText whether control characters are left out and white space becomes spaces
 * @param handleChineseChars whether each ideograph is a word of its own
 * @param stripAccents whether combining marks are taken off their letters
 * @param lowercase whether capitals become small letters, each by itself
 */
record BertNormalizer(boolean cleanText, boolean handleChineseChars, boolean stripAccents, boolean lowercase) {

    private static final int REPLACEMENT = 0xfffd;

    /** The text as it is split. */
    String normalize(String text) {
        String result = cleanText || handleChineseChars ? cleaned(text) : text;
        if (isAscii(result)) {
            return lowercase ? result.toLowerCase(Locale.ROOT) : result;
        }
        if (stripAccents) {
            result = withoutMarks(Normalizer.normalize(result, Normalizer.Form.NFD));
        }
        return lowercase ? lowerCaseEach(result) : result;
    }

    private String cleaned(String text) {
        StringBuilder cleaned = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (cleanText && isLeftOut(c)) {
                return;
            }
            if (cleanText && WordSplitter.isWhitespace(c)) {
                cleaned.append(' ');
            } else if (handleChineseChars && isIdeograph(c)) {
                cleaned.append(' ').appendCodePoint(c).append(' ');
            } else {
                cleaned.appendCodePoint(c);
            }
        });
        return cleaned.toString();
    }

    private static boolean isLeftOut(int c) {
        if (c == '\t' || c == '\n' || c == '\r') {
            return false;
        }
        return c == REPLACEMENT || switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
            default -> false;
        };
    }

    /** The library's ranges, which lack the first 256 characters of extension E. */
    private static boolean isIdeograph(int c) {
        return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x2A6DF)
                || (c >= 0x2A700 && c <= 0x2B73F) || (c >= 0x2B740 && c <= 0x2B81F) || (c >= 0x2B920 && c <= 0x2CEAF)
                || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
    }

    private static String withoutMarks(String decomposed) {
        StringBuilder rest = new StringBuilder(decomposed.length());
        decomposed.codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .forEach(rest::appendCodePoint);
        return rest.toString();
    }

    /** Without context: a final sigma becomes a small one like any other. */
    private static String lowerCaseEach(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        text.codePoints().forEach(c -> lower.append(Character.toString(c).toLowerCase(Locale.ROOT)));
        return lower.toString();
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }
}
